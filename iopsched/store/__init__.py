"""What is remembered: SQLAlchemy in, domain values out; no rule, no commit."""
