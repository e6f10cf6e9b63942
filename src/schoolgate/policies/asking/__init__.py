"""Ask: where a person stands, what may be chosen, what the answer page shows. Pure."""
