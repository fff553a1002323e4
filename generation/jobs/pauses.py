"""How a stage lets go of its worker without failing: it raises one of these."""

from datetime import datetime, timedelta


class Suspend(Exception):
    """Wait without a worker, the hold left open, until `services.wake_job` or, with `look_again`, by itself after that.

    For a person (`until` is when the job has waited in vain and fails) or for a vendor's long work (`look_again` is
    when to ask it again). The stage is then run again from its start: what must not be done twice is a `ctx.call`.
    """

    def __init__(self, reason: str, *, until: datetime | None = None, look_again: timedelta | None = None) -> None:
        self.reason, self.until, self.look_again = reason, until, look_again
        super().__init__(reason)


class GiveWay(Exception):
    """A provider has failed, and the studio itself does what it was to do: the stage is run again from its start."""

    def __init__(self, capability: str, provider: str, cause: str) -> None:
        self.capability, self.provider, self.cause = capability, provider, cause
        super().__init__(cause)


class Postpone(Exception):
    """Go back into the queue until `until`: what the stage needs is away for now, and others can be served."""

    def __init__(self, reason: str, *, until: datetime) -> None:
        self.reason, self.until = reason, until
        super().__init__(reason)
