"""Pages of how the internet is used."""
