"""The editor family's views: each parses, authorises, calls one service and renders."""
