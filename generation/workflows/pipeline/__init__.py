"""The steps that workflows are made of. A type's module puts them in order. Imports no DRF."""
