"""What changes: writes of the first room, verb first, one transaction each."""
