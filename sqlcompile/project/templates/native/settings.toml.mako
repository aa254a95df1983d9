${header}# Where the revisions are; paths are relative to this file.
script_location = ${quoted}

# The databases that `sqlcompile upgrade` compiles for where -d names none:
# postgresql, mysql, mariadb, sqlite, mssql, oracle; a version may follow (postgresql@14).
# dialects = ["postgresql"]

# The models, for comparing the schema with them.
# target_metadata = "package.models:Base.metadata"

# What one transaction holds: "all" revisions, each "revision", or "none".
# transaction = "all"

# The names of new scripts: rev, slug, epoch, year, month, day, hour, minute, second.
# file_template = "%(year)d_%(month).2d_%(day).2d_%(rev)s_%(slug)s"
