"""The first run: a few steps, each kept as soon as it is answered, and one founding at their end."""
