"""From a roster file on disk to typed rows: no database, no Django.

`rows.read_roster` is the door. A file is opened in a child process (`child`) that has little memory and little time;
what comes back are plain cells (`workbook`), in which the heading is found (`headings`), each column is understood
(`values`) and each line is checked (`checks`). Nothing is imported here, so that the child starts quickly.
"""
