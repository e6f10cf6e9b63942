"""What follows from dates, groups and answers. Plain values in, plain values out."""
