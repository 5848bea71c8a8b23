"""Payment providers, one file each; each holds one constant `PROVIDER`."""
