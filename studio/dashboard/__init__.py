"""The web pages of signed-in people, one module per page. May import every app; nothing but the URLs imports it.

A view reads through `queries` functions or services, and changes things only through services.
"""
