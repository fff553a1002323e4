"""A studio that is upgraded and rolled back again and again while its jobs run."""
