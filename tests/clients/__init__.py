"""Calendar apps of other makes: each subscribes over HTTP, or parses what the service made."""
