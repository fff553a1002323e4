"""Webhooks: endpoints, outbox, sender, signatures, delivery log. Imports projects, jobs, billing and below."""
