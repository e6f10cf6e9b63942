"""Filtering: what a device may open, decided from the school's own clauses."""
