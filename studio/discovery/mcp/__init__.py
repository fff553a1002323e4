"""The Model Context Protocol at `/mcp`: agents work with this studio by its own operations, keys and scopes."""
