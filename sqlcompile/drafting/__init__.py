"""New revisions whose content comes from comparing: of models, or of a database, with the history."""
