"""The domain: one app an area, every one with the same inner plan (see ARCHITECTURE.md)."""
