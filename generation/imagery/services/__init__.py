"""Pictures and short films to order. Imports no DRF."""
