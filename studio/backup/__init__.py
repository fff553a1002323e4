"""Backup and restore: database, files and, where asked for, keys, in one archive. May import all that lies below."""
