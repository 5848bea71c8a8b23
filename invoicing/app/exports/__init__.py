"""What leaves the book for other programs: tables for spreadsheets, a journal for plain-text accounting."""
