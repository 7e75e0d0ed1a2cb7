"""Writing what is sealed. None of it leaves a row in the main database or its log: entries are the case's own."""
