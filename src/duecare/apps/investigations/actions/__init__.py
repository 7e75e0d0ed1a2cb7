"""Writing into investigations: one function an act."""
