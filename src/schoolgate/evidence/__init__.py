"""The vault: files as they came, sealed, with a custody sheet each. It knows no case."""
