"""People who sign in, their roles, and who may hold which together."""
