"""What the user chooses, and who can open the store."""
