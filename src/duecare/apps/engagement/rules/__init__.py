"""Pure rules of correspondence."""
