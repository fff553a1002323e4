"""The providers that need no key and no network: real speech, music, sound, pictures and words from packages alone."""
