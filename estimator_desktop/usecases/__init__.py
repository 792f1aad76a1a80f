"""What the program does for a person, one file an errand: load, one call into a stage, save.

The window, the command line and the jobs call these; no file here knows of any of them.
"""
