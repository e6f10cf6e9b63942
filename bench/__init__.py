"""Measurements, side by side with peers from the package index; `./sg bench` prints the table."""
