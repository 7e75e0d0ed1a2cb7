"""Pure rules of screening: what a list entry holds, how publishers' files are read, how names are compared."""
