"""Every read of the room; each starts from who looks."""
