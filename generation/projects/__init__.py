"""What every family shares: projects, sources, artifacts with revisions, and their renditions."""
