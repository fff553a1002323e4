"""The live read as people hear it, in a real browser."""
