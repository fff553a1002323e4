"""Stored bytes and the signed URLs that lead to them. May import accounts and what lies below."""
