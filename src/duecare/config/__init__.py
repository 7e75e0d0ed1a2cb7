"""Settings from a typed, frozen environment."""
