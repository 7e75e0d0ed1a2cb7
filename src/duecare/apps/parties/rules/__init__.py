"""Pure rules of the parties: names folded for search, trees, shares, profiles, screening."""
