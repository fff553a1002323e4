"""The built-in receiver: an endpoint without a server, whose messages can be read on a page.

Like every address of the studio's own, it is reached without HTTP.
"""

INBOX_URL = "inbox:"
