"""Bringing in rosters of courtyards and of units: from a stranger's spreadsheet to the register, and back.

`kinds` says what is different between the two: `courtyards` and `units` hold the words of their headings, how a line is
read, what it means beside the register and how it is written and undone. The rest is the same for both and has the life
of a members' roster: `prepared` lays a file beside the register, `staging` keeps it sealed, `committing` and `taking_back`
write in batches, `receiving` is the browser's way in, `cli/import_places.py` the command line's.
"""
