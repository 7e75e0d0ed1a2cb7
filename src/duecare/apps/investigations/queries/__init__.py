"""Reading investigations, for those who hold the keys; nothing here writes."""
