"""Why a key was refused, one class per cause. What the wire shows of a cause is its code and message alone."""

from wire.errors import AccountDisabled, InvalidApiKey


class MalformedApiKey(InvalidApiKey):
    """The token does not have the shape `sh_<18 hex>_<64 hex>`."""

    default_message = "This API key is malformed. A key reads sh_, 18 hex digits, an underscore and 64 hex digits."


class UnknownApiKey(InvalidApiKey):
    """No key has this prefix. Code and message equal `WrongKeySecret`'s, so that prefixes cannot be probed."""


class WrongKeySecret(InvalidApiKey):
    """The prefix exists and the secret is not its own."""


class OwnerDisabled(AccountDisabled):
    """The user who created the key is deactivated."""


class OrganizationSuspended(AccountDisabled):
    """The organization of the key is suspended."""
