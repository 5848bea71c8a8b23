"""Documents that come again: set up, looked at, changed, and made when their day has come."""
