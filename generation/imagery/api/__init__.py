"""The family at the wire."""
