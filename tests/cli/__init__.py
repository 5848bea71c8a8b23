"""The command line, from the arguments to what stands on the two streams."""
