"""Pure rules of the misuse protocol. The day, the random marks and who is one person are arguments."""
