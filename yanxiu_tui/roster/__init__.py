"""What the office hands in: its own list of teachers, read as it is really kept."""
