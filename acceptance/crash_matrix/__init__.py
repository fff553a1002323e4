"""A real job, killed and frozen at every point of its work. Imports the scenarios of tests/jobs."""
