"""A folder for the DBA: scripts up and down for each database, what they are made from, and their hashes."""
