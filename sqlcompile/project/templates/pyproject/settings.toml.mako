[tool.alembic]
# Read by sqlcompile and by Alembic. "%(here)s" is the folder of this file; write "%%" for a percent sign.

# The folder with env.py, script.py.mako and versions/.
script_location = ${location}

# Folders that scripts import from.
prepend_sys_path = ["."]

# The names of new scripts: rev, slug, epoch, year, month, day, hour, minute, second.
# file_template = "%%(year)d_%%(month).2d_%%(day).2d_%%(rev)s_%%(slug)s"
# truncate_slug_length = 40
# timezone = "UTC"
