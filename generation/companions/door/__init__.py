"""A door for OpenAI's clients, `/openai/v1`: the same keys, scopes, credits and jobs, one more dialect."""
