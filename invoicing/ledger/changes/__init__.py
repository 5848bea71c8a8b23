"""What each event changes in the query tables: one pure function per event type, from a fact to steps."""
