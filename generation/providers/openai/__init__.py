"""Any vendor that speaks OpenAI's API, by the official client. Imports providers.base, media and wire.errors."""
