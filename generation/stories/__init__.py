"""The story family: sources and briefs become plans, plans become artifacts, artifacts become sound and film."""
