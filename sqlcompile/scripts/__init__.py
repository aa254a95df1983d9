"""From compiled steps to the text of scripts, and to files."""
