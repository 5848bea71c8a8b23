"""The command line: what is typed becomes one call of a verb in `app`, and its value becomes text or JSON."""
