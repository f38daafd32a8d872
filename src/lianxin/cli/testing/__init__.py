"""What ``lianxin test`` runs."""
