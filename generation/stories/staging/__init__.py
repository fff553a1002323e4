"""How a table read is staged: its cast, music and sound effects, edited in place without a new revision.

Rows refer to the script of one revision; `anchors` carries them over to another. Knows no HTTP.
"""
