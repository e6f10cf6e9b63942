"""What waits in the room, for the Do list."""
