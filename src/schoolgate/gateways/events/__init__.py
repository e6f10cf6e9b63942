"""Web events by other ways than a log on this machine: JSON lines, CSV, syslog. No Django."""
