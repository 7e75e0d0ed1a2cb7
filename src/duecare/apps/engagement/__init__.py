"""Letters that come and go: each one kept, answered or left with a reason, and never removed."""
