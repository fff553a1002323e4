"""Webhook endpoints at the wire."""
