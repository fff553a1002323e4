"""The local companion: what six crafts say about a brief, by rules and data. Imports providers.base and local.text."""
