"""The studio's own version, as it is told to the world."""

VERSION = "0.1.0"
