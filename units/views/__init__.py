"""Pages of the first room."""
