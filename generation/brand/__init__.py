"""What an organization looks and sounds like, and what it knows. Imports accounts, assets, jobs and below."""
