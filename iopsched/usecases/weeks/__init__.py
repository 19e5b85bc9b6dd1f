"""A whole week: looked at, planned, made usual, made up for; and what is in its way."""
