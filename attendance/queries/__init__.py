"""What the third room can be asked. Nothing here writes."""
