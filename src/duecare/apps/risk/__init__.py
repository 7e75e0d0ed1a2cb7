"""Indices, editions, methodologies, country scores, customer classification."""
