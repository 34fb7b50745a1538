"""The care of the store in the window: backups, the recovery key, the search index, and a start that fails."""
