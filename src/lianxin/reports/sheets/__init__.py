"""套表回填: the blank sheet that came this morning is understood, filled from the register in its own layout, and what
was sent is kept (报送留底).

``layouts`` understands a sheet (pure, no database), ``writing`` fills its package in the limited child process,
``filling`` brings members to the sheet, ``actions`` keeps what was made.
"""
