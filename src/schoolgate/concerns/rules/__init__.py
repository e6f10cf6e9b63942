"""What the room decides, from plain values: no Django, no clock, no input or output."""
