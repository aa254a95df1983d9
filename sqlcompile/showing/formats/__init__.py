"""What the schema is written as: one file each, ``as_NAME.py`` with ``render``, and ``render_change`` where it has one."""
