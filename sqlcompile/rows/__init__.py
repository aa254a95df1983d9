"""The rows that a history writes, kept on an SQLite in memory, so that its SELECTs can be answered."""
