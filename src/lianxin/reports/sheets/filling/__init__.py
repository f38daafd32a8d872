"""Members brought to a sheet: who is meant, a line for each, the counts, and what does not add up."""
