"""Every hostile file that the tests can make, read as the studio reads it."""
