"""Every read of the room, one file per noun."""
