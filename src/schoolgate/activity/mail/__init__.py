"""Mail: what a message says of itself, and its sealed copy. No Django here."""
