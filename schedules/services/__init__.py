"""What the second room does: acts of office on calendar, policies, plans and runs."""
