"""Worked examples that a lawyer can read: facts on one side, class and rules on the other."""
