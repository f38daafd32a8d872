"""Tags of the ledgers' pages."""
