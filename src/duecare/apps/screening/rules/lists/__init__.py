"""Readers of the publishers' files of denied parties: bytes in, whole `Publication`s out, or `BadInput`."""

from .recognise import is_member, read_publication

__all__ = ["is_member", "read_publication"]
