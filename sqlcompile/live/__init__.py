"""What works on a database that is there: reading its version, and running compiled scripts through a driver."""
