"""Values in, values out: no clock, no file, no network, no template, no locale, no database."""
