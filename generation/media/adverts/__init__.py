"""Adverts as films: measured, and cut better. Runs in the sandbox, on strangers' files. Imports no Django."""
