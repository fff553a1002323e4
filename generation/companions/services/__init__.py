"""What can be done in the studio family: talk, draw up documents, export and import. Imports no DRF."""
