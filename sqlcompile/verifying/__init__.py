"""Proof before release: compiled scripts on a scratch database, up, down and up again."""
