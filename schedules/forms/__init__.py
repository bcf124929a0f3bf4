"""Forms of the second room."""
