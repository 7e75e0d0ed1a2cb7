"""Reading what is sealed, for those who hold the keys; nothing here writes."""
