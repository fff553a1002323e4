"""Why a caller was refused, one class per cause. What the wire shows of a cause is its code and message alone."""

from wire.errors import AccountDisabled, InsufficientScope, InvalidApiKey, NotFound, ValidationFailed


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


class NotPermitted(InsufficientScope):
    """The member's role does not allow it. `details.permission` names what is missing."""

    default_message = "Your role does not allow this. Ask an owner of the organization."


class LastOwner(ValidationFailed):
    """An organization always has an owner: the last one cannot leave, be removed or take another role."""

    default_message = "This is the organization's last owner. Make somebody else an owner first."


class OwnershipNotOffered(ValidationFailed):
    """Nobody offers it to this person: never, not any more, or who did is no owner themselves."""

    default_message = "Nobody offers you this organization any more. Ask its owner."


class InvitationGone(NotFound):
    """No open invitation has this token for this person: unknown, revoked, expired, used, or sent to somebody else."""

    default_message = "This invitation is not valid any more, or was sent to another address. Ask for a new one."
