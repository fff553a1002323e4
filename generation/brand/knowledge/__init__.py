"""What a brand knows: files and pages, read in the sandbox, cut into passages, found again by meaning."""
