"""Pages of public reports."""
