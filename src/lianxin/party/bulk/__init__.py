"""One field of many members at once: previewed member by member, written in batches, taken back as a whole."""
