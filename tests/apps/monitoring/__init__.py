"""Public reports."""
