"""Append-only, hash-chained record of every open write."""
