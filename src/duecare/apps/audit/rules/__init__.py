"""What an act is, and how an entry is written and read. Pure."""
