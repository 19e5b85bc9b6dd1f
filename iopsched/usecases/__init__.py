"""What people do: lock, ask, write, commit in one transaction; no Flask, no SQLAlchemy."""
