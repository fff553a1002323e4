"""What can be done with workflows: start, find, review, cancel, count, export. Imports no DRF."""
