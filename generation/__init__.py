"""Everything that is made. Each folder is a Django app or a plain package; `docs/` and ARCHITECTURE.md give the floors."""
