"""Pure rules of mitigation: the measures catalogue and the plan that follows from a class."""
