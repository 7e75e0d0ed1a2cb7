"""What is said in public about customers, and the logs they are asked for on days that nobody can foresee."""
