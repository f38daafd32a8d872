"""Terms of organisations with those who hold their posts: elected, corrected, put off, ended; what is due; the ledger."""
