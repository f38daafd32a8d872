"""What the templates of members need beyond the common components."""
