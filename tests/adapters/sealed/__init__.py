"""Cryptography of sealed reporting."""
