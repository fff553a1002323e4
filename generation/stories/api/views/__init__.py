"""The story family's operations, a module per route family.

Each view parses, authorises, calls one service and renders.
"""
