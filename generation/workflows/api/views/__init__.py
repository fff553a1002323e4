"""The views of the workflows family."""
