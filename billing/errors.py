"""What billing refuses, beyond `InsufficientCredits`. Codes are those of the core, so that every dialect knows them."""

from wire.errors import JobStateInvalid, ValidationFailed


class AlreadyCharged(JobStateInvalid):
    """This take of the artifact's revision has a live charge; `details.hold_id` and `details.status` name it."""

    default_message = "This has been charged or is being made already."


class HoldEnded(JobStateInvalid):
    """The hold was captured, released or expired before; `details.status` says which."""

    default_message = "This hold has ended."


class RefundTooLarge(ValidationFailed):
    """More than was captured and not refunded yet; `details.refundable` is what can be."""

    default_message = "This is more than was charged and not refunded yet."


class HoldInUse(JobStateInvalid):
    """`details.job_id` names the live job that will end the hold itself."""

    default_message = "A live job uses this hold. Cancel the job instead."
