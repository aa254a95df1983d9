"""What a proof is reported as: one file a format, each with ``render(report) -> str``."""
