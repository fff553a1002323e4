"""The story family at the wire."""
