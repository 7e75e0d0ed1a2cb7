"""Readers of the publishers' files of denied parties: bytes in, whole `Publication`s out, or `BadInput`."""
