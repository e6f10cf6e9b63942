"""Figures of how the internet is used, without names. Pure."""
