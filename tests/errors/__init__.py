"""The error corpus."""
