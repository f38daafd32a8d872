"""Pages of the tree and of communities."""
