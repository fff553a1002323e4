"""The roof: settings, URLs, the ASGI door, discovery and the web pages. Nothing below imports it."""
