"""Use cases, called as the command line calls them."""
