"""Denied-party screening: published lists, matching names with reasons, and what people decide about hits."""
