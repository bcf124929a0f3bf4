"""What people may send to this room, and nothing else."""
