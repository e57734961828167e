"""What is seen: one screen a file, its .tcss beside it."""
