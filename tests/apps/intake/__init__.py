"""Sealed reporting: rules, and cases in a store that lives in memory."""
