"""Tests of the pure rules of country scores and classification."""
