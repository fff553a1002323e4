"""What an organization looks and sounds like: its brand profile. Imports accounts, assets and below."""
