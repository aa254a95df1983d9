"""The catalogs that migrations ask, such as ``information_schema.tables``, made from the schema of the moment."""
