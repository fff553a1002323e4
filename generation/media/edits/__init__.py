"""Edits by prompt, made offline: what the words ask for, done to a stretch of film or called impossible. No Django."""
