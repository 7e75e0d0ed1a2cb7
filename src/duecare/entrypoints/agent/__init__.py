"""The key agent: unlocks the vaults of staff, one process for each, and reads and writes cases inside it.

The process that starts the others holds no key. Nothing of a key leaves a child: staff pages get rows of what the
person may read, and hand on what the person wrote.
"""
