"""One file per command or group of commands; the file's name is the command's name."""
