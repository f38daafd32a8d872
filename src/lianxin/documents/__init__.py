"""Documents: every PDF is typeset here, every Word file begins here."""
