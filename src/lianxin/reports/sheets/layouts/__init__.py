"""What a blank sheet asks for: a line a person, or counts by crossings. No database, no Django."""
