"""Pages of the second room."""
