"""Being written by the tests' helper."""
