"""A request's own wish: who is to do one thing this once, in the words of whoever asks.

A wish is `local` (the studio itself), the name of a provider, of an account or of a model, or `who/model`. What it
comes to is a `Pick`, which the request's job keeps and `routes` follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from generation.providers import registry
from generation.routing.models import ProviderAccount, Route
from generation.routing.routes import LOCAL, Pick, route_of
from generation.routing.services import accounts_of
from wire.errors import ProviderError, ValidationFailed

# What a maker can be called: words, and after a stroke a model's path. Vendors' models have dots and colons.
_NAME = re.compile(r"\w[\w.:+@ -]*(/[\w.:+@-]+)*")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Somebody who can be picked: `names` are what they go by, the first of them the one to show. `models` are known;
    an account's owner may name others too (`is_open`)."""

    pick: Pick
    names: tuple[str, ...]
    models: tuple[str, ...] = ()
    is_open: bool = False


def choices(organization_id: str, capability: str) -> list[Choice]:
    """Everybody who can do it for the organization now: the studio, the organization's accounts, the operator's choice.

    Accounts come in the order in which a provider's bare name means them: the one that the organization has chosen
    first. Two queries.
    """
    route = route_of(organization_id, capability)
    able = [one for one in accounts_of(organization_id) if _does(one, capability)]
    able.sort(key=lambda one: route is None or one.pk != route.account_id)
    usual = registry.configured(capability)
    return [
        *_installed(LOCAL, capability),
        *(_with_account(one, capability, route) for one in able),
        *(_installed(usual, capability) if usual != LOCAL else ()),
    ]


def _does(account: ProviderAccount, capability: str) -> bool:
    known = registry.providers().get(account.provider)
    return known is not None and capability in known.adapters


def _installed(provider: str, capability: str) -> Iterator[Choice]:
    """One that needs no account, with the one model that the operator has given it."""
    known = registry.providers().get(provider)
    if known is None or capability not in known.adapters:
        return
    try:
        made = registry.adapter(capability, cast(Any, None), provider=provider)  # only asked for its name
    except ProviderError:
        return
    yield Choice(pick=Pick(provider=provider), names=(provider,), models=(made.info.model,))


def _with_account(account: ProviderAccount, capability: str, route: Route | None) -> Choice:
    own = route.model if route is not None and route.account_id == account.pk else ""
    known = registry.providers()[account.provider].models.get(capability, ())
    return Choice(
        pick=Pick(provider=account.provider, account=account.pk, model=own),
        names=(account.name, account.provider, account.pk),
        models=tuple(dict.fromkeys(name for name in (own, *known) if name)),
        is_open=True,
    )


def pick_among(offered: Sequence[Choice], wish: str, *, field: str, is_strict: bool) -> Pick | None:
    """Whom a wish means; None for a maker that is not configured here, whose work the usual one does.

    Raises `ValidationFailed` at `field`, naming all that can be chosen, for what can be no maker's name and, where
    `is_strict`, for one that is not configured.
    """
    wish = wish.strip()
    found = understood(wish, offered)
    if found is None and (is_strict or not _can_be_a_maker(wish)):
        names = list(spoken(offered))
        raise ValidationFailed(
            f"{field}: “{wish}” is unknown or not configured. Choose one of {', '.join(names)}.",
            field=field,
            allowed=names,
        )
    return found


def _can_be_a_maker(wish: str) -> bool:
    """Whether somebody somewhere may go by it. Of the studio itself all models are known."""
    return _NAME.fullmatch(wish) is not None and not wish.casefold().startswith(f"{LOCAL}/")


def understood(wish: str, offered: Sequence[Choice]) -> Pick | None:
    """Whom a wish names, or whose model, or `who/model`, in this order; of several the first."""
    said = wish.casefold()
    for choice in offered:
        if said in map(str.casefold, choice.names):
            return choice.pick
    for choice in offered:
        if wish in choice.models:
            return replace(choice.pick, model=wish)
    for choice in offered:
        for name in choice.names:
            model = wish[len(name) + 1 :]
            is_theirs = said.startswith(f"{name.casefold()}/") and (choice.is_open or model in choice.models)
            if is_theirs and model:
                return replace(choice.pick, model=model)
    return None


def spoken(offered: Sequence[Choice]) -> Iterator[str]:
    """What can be said, for people: each by its name, and with each of its models."""
    for choice in offered:
        yield choice.names[0]
        yield from (f"{choice.names[0]}/{model}" for model in choice.models)
