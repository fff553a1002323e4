"""The ledger under long random histories, other ones at every run."""
