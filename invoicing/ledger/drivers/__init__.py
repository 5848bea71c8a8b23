"""One file per database: `sqlite` and `postgres`."""
