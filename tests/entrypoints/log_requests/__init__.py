"""Pages of log requests."""
