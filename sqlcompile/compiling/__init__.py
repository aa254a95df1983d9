"""The fold: revisions in order, each run against the schema so far, into statements."""
