"""What a report of ``check`` is written as, a module for each format."""
