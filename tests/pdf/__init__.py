"""Pages read back: what is on them, where, and in which file."""
