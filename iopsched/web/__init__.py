"""How people reach us: doors that translate and nothing else. Never the store, never a gateway."""
