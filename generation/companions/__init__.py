"""The studio family: companions that are talked to, the documents they draw up, and what is exported and imported."""
