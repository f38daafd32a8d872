"""From a members' roster on disk to typed rows: no database, no Django.

`rows.read_roster` is the door. Cells and headings come from `lianxin.tables`; here each column is understood (`values`)
and each line is sorted (`lines`) and checked (`checks`).
"""
