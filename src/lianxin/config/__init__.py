"""Settings (one file), the variables they are read from, addresses and the web entry."""
