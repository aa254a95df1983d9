"""SQL beside SQL: of several databases, of two states of a project, or of one alone to be read."""
