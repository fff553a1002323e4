"""The studio family's views: each parses, calls one service, renders."""
