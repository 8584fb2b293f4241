"""How each sheet of the registry is found, read, written and taken back. Parts of bulk_import."""
