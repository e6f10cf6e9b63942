"""The outside, in its own protocols. The rooms below know nothing of it."""
