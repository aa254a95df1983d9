"""One new base revision in the place of the history up to a revision, and the SQL that moves databases to it."""
