"""A workbook's package with cells filled in: only the sheets that are filled change, all else stays as it came.

Runs in the limited child process (``child``); no database, no Django.
"""
