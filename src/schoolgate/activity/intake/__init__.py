"""Taking in logs of the web: text lines in, columns out. No Django."""
