"""What is: reads of the first room, by noun. Nothing here writes."""
