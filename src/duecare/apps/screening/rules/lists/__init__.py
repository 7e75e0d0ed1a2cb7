"""Readers of the publishers' files of denied parties: bytes in, whole `Publication`s out, or `BadInput`."""

from .recognise import read_publication

__all__ = ["read_publication"]
