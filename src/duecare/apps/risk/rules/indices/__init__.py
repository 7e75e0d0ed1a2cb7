"""Readers for publishers' original files: bytes in, values with place, year, row and reasons out. Pure."""
