"""Customers: bodies and their units, owners, intermediaries, end users."""
