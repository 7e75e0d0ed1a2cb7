"""Template language of the staff pages."""
