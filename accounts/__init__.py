"""Who may do what: users, organizations, memberships and API keys. Imports `wire` and nothing above."""
