"""What the third room does: check-ins, reviews, daily reports, the close of the day."""
