"""What each way of failing or waiting means for the person whose job it is: a table by error code, and the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generation.jobs.models import MAX_STALLS, Job
from generation.jobs.states import Status
from generation.jobs.versions import is_within_reach
from wire import errors


@dataclass(frozen=True)
class Advice:
    """`cause` and `what_next` are sentences; `is_retryable` says that resuming the job may well succeed."""

    cause: str
    is_retryable: bool
    what_next: str


RESUME = "Resume the job: it goes on after its last finished stage."
NEW_JOB = "Start a new job."

# By error code: whether the same job may succeed when it is resumed as it is, and what to do.
_FAILURES: dict[str, tuple[bool, str]] = {
    errors.GenerationFailed.code: (True, f"{RESUME} If it fails in the same way, change the request."),
    errors.StudioError.code: (True, f"{RESUME} If it fails again, tell whoever runs this studio the job's id."),
    errors.Unavailable.code: (True, f"Wait a minute. {RESUME}"),
    errors.StorageFull.code: (True, f"Have space freed on the studio's disk. {RESUME}"),
    errors.QuotaFull.code: (True, f"Delete files that nobody needs, or ask for more room. {RESUME}"),
    errors.RateLimited.code: (True, f"Wait until the limit allows it. {RESUME}"),
    errors.ProviderUnavailable.code: (True, f"Wait until the provider is back. {RESUME}"),
    errors.ProviderError.code: (True, f"{RESUME} If the provider fails again, choose another one."),
    errors.ProviderRejected.code: (False, "Change what was asked for, then start a new job."),
    errors.MissingModel.code: (True, f"Have the model installed with the command above. {RESUME}"),
    errors.OutcomeUnknown.code: (False, f"The call may not be made twice. {NEW_JOB}"),
    errors.SourceFetchFailed.code: (True, f"Make sure that the address can be reached. {RESUME}"),
    errors.SourceTooLarge.code: (False, "Shorten the source, then start a new job."),
    errors.SourceTypeUnsupported.code: (False, "Add the source in another form, then start a new job."),
    errors.ValidationFailed.code: (False, "Correct the request, then start a new job."),
    errors.InsufficientCredits.code: (True, f"Add credits. {RESUME}"),
    errors.KeyBudgetExceeded.code: (True, f"Raise the key's budget, or wait for the next month. {RESUME}"),
    errors.TrialExpired.code: (True, f"Choose a plan. {RESUME}"),
    errors.NotInPlan.code: (False, f"Change the plan. {NEW_JOB}"),
    errors.ArtifactNotReady.code: (True, f"Wait until the artifact is ready. {RESUME}"),
    errors.JobStateInvalid.code: (False, f"What the job worked on has changed meanwhile. {NEW_JOB}"),
    errors.PlanStateInvalid.code: (False, f"The plan has changed meanwhile. {NEW_JOB}"),
    **{
        missing.code: (False, f"Something the job needs was deleted. {NEW_JOB}")
        for missing in (
            errors.NotFound,
            errors.ProjectNotFound,
            errors.SourceNotFound,
            errors.PlanNotFound,
            errors.JobNotFound,
            errors.ArtifactNotFound,
        )
    },
}
_ANY_OTHER = (True, f"{RESUME} If it fails again, tell whoever runs this studio the job's id.")

# A GenerationFailed that the engine itself raised says so in `details.reason`.
_REASONS: dict[str, tuple[bool, str]] = {
    "worker_lost": (True, f"Try a smaller request, or give the worker more memory. {RESUME}"),
    "worker_silent": (True, f"Look whether the host is overloaded. {RESUME}"),
    "database_unavailable": (True, f"Wait until the database is back. {RESUME}"),
    "store_unavailable": (True, f"Wait until the file store is back. {RESUME}"),
    "nobody_answered": (True, "Resume the job, and answer it in time."),
}


def advice_for(code: str, message: str, details: dict[str, Any]) -> Advice:
    """About a failed job, from its error."""
    is_retryable, what_next = _REASONS.get(str(details.get("reason"))) or _FAILURES.get(code, _ANY_OTHER)
    return Advice(message or "The job failed.", is_retryable, what_next)


# What an error code means to whoever runs the studio: for counts by cause, where no job's own words can stand.
_IN_WORDS = {
    errors.GenerationFailed.code: "A maker could not do the work",
    errors.StudioError.code: "Something went wrong in the studio itself",
    errors.Unavailable.code: "The studio could not serve just then",
    errors.RateLimited.code: "A limit was reached",
    errors.ProviderUnavailable.code: "A provider did not answer",
    errors.ProviderError.code: "A provider returned an error",
    errors.ProviderRejected.code: "A provider refused the request",
    errors.MissingModel.code: "A model is not installed",
    errors.OutcomeUnknown.code: "Interrupted in a call that may not be made twice",
    errors.SourceFetchFailed.code: "An address could not be fetched",
    errors.SourceTooLarge.code: "A source is too large",
    errors.SourceTypeUnsupported.code: "A source is of a kind that cannot be read",
    errors.ValidationFailed.code: "What was asked for is not possible",
    errors.InsufficientCredits.code: "Too few credits",
    errors.TrialExpired.code: "The trial has ended",
    errors.NotInPlan.code: "Not in the organization's plan",
}

CODES = tuple(_IN_WORDS)


def failure_in_words(code: str) -> str:
    return _IN_WORDS.get(code) or code.replace("_", " ").capitalize() or "Unknown"


def while_alive(job: Job, now: datetime) -> Advice:
    """About a job that has not failed."""
    match Status(job.status):
        case Status.SUCCEEDED:
            return Advice("The job succeeded.", False, "Nothing: its result is ready.")
        case Status.CANCELED:
            reason = f": {job.message}" if job.message else ""
            return Advice(f"The job was canceled{reason}.", True, f"{RESUME} It costs what it did.")
        case Status.SUSPENDED if job.wake_at is not None:
            return Advice(f"The job waits for a provider ({job.message}).", False, "Nothing: it goes on by itself.")
        case Status.SUSPENDED:
            deadline = f" before {job.expires_at:%Y-%m-%d %H:%M} UTC" if job.expires_at else ""
            return Advice(f"The job waits for an answer ({job.message}).", False, f"Answer it{deadline}, or cancel it.")
        case Status.RUNNING if job.stalls:
            return Advice(_stalls(job), False, "Nothing: it is being tried again.")
        case Status.RUNNING:
            return Advice("The job is running.", False, "Nothing: it is being worked on.")
        case _:
            return _queued(job, now)


def _queued(job: Job, now: datetime) -> Advice:
    if not is_within_reach(job):
        cause = "A newer version of this studio worked on the job, which waits for such a one."
        return Advice(cause, False, "Nothing: it goes on when that version runs again. Or cancel it.")
    if job.waiting_since is not None and job.available_at > now:
        return Advice(f"The job waits: {job.message}", False, "Nothing: it tries again by itself.")
    if job.stalls:
        return Advice(_stalls(job), False, "Nothing: it will be tried again.")
    return Advice("The job waits for a free worker.", False, "Nothing: it starts as soon as one is free.")


def _stalls(job: Job) -> str:
    times = "once" if job.stalls == 1 else f"{job.stalls} times"
    return f"The work stopped {times} without a word in this stage; at {MAX_STALLS} times the job is given up."
