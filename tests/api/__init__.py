"""The API: who may call what, what it answers, and that its description tells the truth."""
