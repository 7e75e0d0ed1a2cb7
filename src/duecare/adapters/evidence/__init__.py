"""Evidence packs: written as an archive, and checked by a script that needs nothing but Python."""
