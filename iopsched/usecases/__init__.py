"""What people do: one use case, one transaction: lock, ask, write, commit. No Flask, no SQLAlchemy."""
