"""Persons who stand in the register twice: finding them, saying they are two, making one of two, undoing that."""
