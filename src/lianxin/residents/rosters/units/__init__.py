"""Rosters of the units in the area, one line a unit."""
