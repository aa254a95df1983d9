"""What a diff is written as: one file a format, each with ``render(diff, look) -> str``."""
