"""The door's raw routes: streams and files."""

from generation.companions.door import chat, content, speech

RAW_ROUTES = [*chat.RAW_ROUTES, *speech.RAW_ROUTES, *content.RAW_ROUTES]
