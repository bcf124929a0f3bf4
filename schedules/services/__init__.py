"""What the second room does: acts of office, each in one transaction."""
