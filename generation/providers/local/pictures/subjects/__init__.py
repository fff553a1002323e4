"""People and things, drawn from their real proportions; each signs up in the registry."""
