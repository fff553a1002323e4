"""Rendered pictures, where Blender is installed."""
