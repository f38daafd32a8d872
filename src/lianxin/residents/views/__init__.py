"""Pages of places, units and persons."""
