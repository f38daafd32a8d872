"""Tables people have: opened safely, their headings understood, their faulty lines given back. No database, no Django.

A file is opened in a child process (`child`) that has little memory and little time; what comes back are plain cells
(`workbook`), in which the heading is found (`headings`) by the words of one kind of roster (`vocabulary`). What stands in
the columns and lines is for each kind to say: members (`party.rosters.reading`), courtyards and units
(`residents.rosters`). Nothing is imported here, so that the child starts quickly.
"""
