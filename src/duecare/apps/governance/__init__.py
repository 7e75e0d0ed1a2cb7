"""Committees, the authority matrix, decisions with quorum, recusal and dissent, and overrides."""
