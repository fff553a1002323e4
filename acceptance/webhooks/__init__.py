"""Webhooks under fire: failing receivers, killed senders, several hosts."""
