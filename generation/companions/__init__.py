"""The studio family: companions to think with, their artifacts, and export. So far its dialect."""
