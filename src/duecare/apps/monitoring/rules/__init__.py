"""Pure rules of public reports."""
