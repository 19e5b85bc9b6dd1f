"""How people reach us: doors translate between HTTP and use cases; no store, no gateway, no rule."""
