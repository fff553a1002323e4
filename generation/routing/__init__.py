"""Who does what for whom: an organization's accounts with vendors, its choice for each capability, and the way from a
capability to an adapter. Imports accounts, billing, providers, wire."""
