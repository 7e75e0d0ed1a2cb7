"""Cryptography of sealed reporting: published primitives, put together and nothing more.

Takes and gives bytes; what the bytes mean stands in `apps/intake/rules`. Formats, with test vectors, are
written down in `docs/explanation/sealing.md`, precise enough to rebuild them without this code.
"""
