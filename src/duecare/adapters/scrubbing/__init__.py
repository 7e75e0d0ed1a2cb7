"""Metadata of attached files: found, shown, and gone from the copy that is read.

`examining.examined` is the way in. It hands the bytes to a process of its own, without network and with limits
(`confinement`, `child`); the readers of the kinds (`jpeg`, `png`, `webp`, `pdf`, `ooxml`, `odf`) run only there.
What is found and what stays is explained in docs/explanation/metadata.md.
"""
