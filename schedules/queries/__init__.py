"""What the second room can be asked. Nothing here writes."""
