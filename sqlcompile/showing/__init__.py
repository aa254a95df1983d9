"""The schema at a revision, or between two, as something to look at."""
