"""What the room puts on people's Do lists."""
