"""What the law of each country says, against worked cases."""
