"""The automatic stage (MON-05): items in, findings with reasons. No Django, clock or I/O."""
