"""A roster from a school's management system: parse → validate → plan → apply."""
