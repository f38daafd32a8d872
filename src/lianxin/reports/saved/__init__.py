"""Views kept under a name (常用视图): filters, columns and which day, of a ledger or a list."""
