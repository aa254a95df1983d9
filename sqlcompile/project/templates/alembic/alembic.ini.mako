# Read by sqlcompile and by Alembic. "%(here)s" is the folder of this file; write "%%" for a percent sign.

[alembic]
# The folder with env.py, script.py.mako and versions/.
script_location = ${location}

# What separates the folders of a list below: os, space, newline, ":" or ";".
path_separator = os

# Folders that scripts import from.
prepend_sys_path = .

# Folders with revision scripts, where they are not in versions/ alone.
# version_locations = ${location}/versions

# The names of new scripts: rev, slug, epoch, year, month, day, hour, minute, second.
# file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(rev)s_%%(slug)s
# truncate_slug_length = 40
# timezone = UTC

# For a run of Alembic itself, which connects to it. sqlcompile only reads which database it names.
sqlalchemy.url = ${url}
