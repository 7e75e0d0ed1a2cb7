"""Roles and separation of duties. Pure."""
