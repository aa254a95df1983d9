"""What ``check`` looks at: whether a project is fit to be released, without a database."""
