"""Everything that is made. Each folder is a Django app or a plain package; ARCHITECTURE.md gives the floors."""
