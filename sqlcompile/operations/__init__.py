"""The operations of migration scripts: one file each, a frozen value and the directive that makes it."""
