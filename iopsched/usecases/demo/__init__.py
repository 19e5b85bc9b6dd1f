"""People who do not exist, and their lives."""
