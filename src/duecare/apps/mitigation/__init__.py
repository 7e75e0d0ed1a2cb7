"""Mitigation plans: every customer has one, and it follows from the class and the fired rules."""
