"""What the room decides, in plain values; time is passed in."""
