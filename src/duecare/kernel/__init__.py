"""Words that every app shares. Standard library only; no app, no Django, no I/O beyond our own data."""
