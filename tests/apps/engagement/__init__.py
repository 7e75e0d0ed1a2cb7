"""Correspondence."""
