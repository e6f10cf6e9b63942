"""Squid asks the filter: a helper that it starts, its part of squid.conf, its log."""
