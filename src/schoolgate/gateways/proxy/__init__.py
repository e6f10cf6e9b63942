"""A forward proxy for a school without Squid: it carries decisions and makes none.

Standard library only, no Django: `python -m schoolgate.gateways.proxy FOLDER --listen HOST:PORT`.
Data flows down: bytes → request (`reading`) → place (`targets`) → verdict (`office`) → origin
(`opening`, `exchange`, `tunnel`) → one line of the log (`logbook`).
"""
