"""What a policy asks people to sign, and what of it is new to whom. Plain values in and out."""
