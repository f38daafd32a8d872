"""Bringing in rosters: from a stranger's spreadsheet to the register, and back.

`reading` opens the file and types its rows; `prepared` lays them beside the register (`branches`, `identify`,
`comparing`); `staging` keeps them sealed; `committing` and `taking_back` write, batch by batch, so that a killed run is
resumed; `receiving` is the browser's way in, `cli/import_.py` the command line's.
"""
