"""The one place that answers: which provider for this organization and capability?

An adapter that comes from here says in its `info` whose account it works with, and whether the studio stands in for it
when it fails. Organizations that are strict get the failure instead.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings

from accounts import switches
from accounts.models import Organization
from accounts.sealing import SealBroken, unseal
from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers import registry
from generation.providers.base import OPERATORS, Connection
from generation.routing.models import ProviderAccount, Route
from wire.errors import OutcomeUnknown, ProviderError, ProviderRejected, ProviderUnavailable

LOCAL = "local"
# What an organization chooses a provider for, in the words of the page.
CHOSEN = {
    "text": "Companions and documents",
    "image": "Pictures",
    "speech": "Speech",
    "video": "Films to order",
}


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Who a request wants for one thing: an organization's account (its id), or without one the studio itself or the
    operator's provider. An empty `model` is the usual one. `generation.routing.wishes` makes them."""

    provider: str
    account: str = ""
    model: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def adapter_for(
    organization_id: str,
    capability: str,
    maker: Maker | Quiet,
    *,
    given_up: Mapping[str, str] | None = None,
    picked: Pick | None = None,
) -> Any:
    """The adapter that the request has picked, or the organization has chosen, or else the operator.

    `given_up` maps capabilities whose provider has failed already to the cause: the studio itself does those. Raises
    the `ProviderError` that says why nobody can do it.
    """
    if given_up and capability in given_up:
        return _stand_in(capability, maker, given_up[capability])
    if picked is None:
        return adapter_by(route_of(organization_id, capability), organization_id, capability, maker)
    try:
        route = _route_to(picked, organization_id, capability)
    except ProviderError as error:
        if is_strict(organization_id) or not can_stand_in(capability):
            raise
        return _stand_in(capability, maker, error.message)
    return adapter_by(route, organization_id, capability, maker)


def _route_to(picked: Pick, organization_id: str, capability: str) -> Route | None:
    """The route that leads where the request wants, which nobody stores. Raises `ProviderError` where it is gone."""
    if not picked.account:
        return Route(capability=capability) if picked.provider == LOCAL else None
    account = ProviderAccount.objects.filter(pk=picked.account, organization_id=organization_id).first()
    if account is None:
        raise ProviderError(f"The account with {picked.provider} that was chosen has been removed since.")
    return Route(capability=capability, account=account, model=picked.model)


def adapter_by(route: Route | None, organization_id: str, capability: str, maker: Maker | Quiet) -> Any:
    """The same for who has looked up the choice already."""
    if _named(route, capability) != LOCAL and not switches.is_on("external_providers"):
        return _instead(organization_id, capability, maker)
    provider, account = provider_of(route, capability), route.account if route else None
    gives_way = provider != LOCAL and can_stand_in(capability) and not is_strict(organization_id)
    try:
        connection = connection_of(account, route.model if route else "") if account else OPERATORS
        made = registry.adapter(capability, maker, provider=provider, connection=connection)
    except ProviderError as error:
        # What the operator has chosen and is not there is theirs to hear of; whoever paints films asks for pictures.
        if account is None or not gives_way or capability == "video":
            raise
        return _stand_in(capability, maker, error.message)
    made.info = replace(
        made.info, capability=capability, account=account.pk if account else "", gives_way=gives_way
    )  # fmt: skip
    return made


def provider_name(
    organization_id: str,
    capability: str,
    *,
    given_up: Mapping[str, str] | None = None,
    picked: Pick | None = None,
) -> str:
    """Whose turn it is, without making an adapter."""
    if given_up and capability in given_up:
        return LOCAL
    if picked is not None:
        return picked.provider
    return provider_of(route_of(organization_id, capability), capability)


def route_of(organization_id: str, capability: str) -> Route | None:
    if capability not in CHOSEN:
        return None
    routes = Route.objects.select_related("account")
    return routes.filter(organization_id=organization_id, capability=capability).first()


def provider_of(route: Route | None, capability: str) -> str:
    """Whose turn it is by this choice: the studio's own while others are switched off."""
    return _named(route, capability) if switches.is_on("external_providers") else LOCAL


def _named(route: Route | None, capability: str) -> str:
    if route is None:
        return registry.configured(capability)
    return route.account.provider if route.account else LOCAL


def connection_of(account: ProviderAccount, model: str = "") -> Connection:
    """What an adapter needs of an account. Raises `ProviderError` where its key cannot be opened any more."""
    try:
        key = unseal(account.sealed_key)
    except SealBroken:
        raise ProviderError(f"The key of “{account.name}” cannot be opened any more. Enter it again.") from None
    return Connection(base_url=account.base_url, key=key, model=model, allowed=settings.STUDIO_FETCH_ALLOW)


def is_strict(organization_id: str) -> bool:
    return Organization.objects.filter(pk=organization_id, is_strict_providers=True).exists()


def stands_aside(error: ProviderError) -> bool:
    """Whether the provider cannot do it, rather than will not do this request or may have done it."""
    return not isinstance(error, ProviderRejected | OutcomeUnknown)


def can_stand_in(capability: str) -> bool:
    """Whether the studio itself can do it; films to order it paints and moves."""
    return capability == "video" or capability in registry.providers()[LOCAL].adapters


def _instead(organization_id: str, capability: str, maker: Maker | Quiet) -> Any:
    """What does the work while an operator lets nobody outside be called. Raises `ProviderUnavailable`."""
    cause = switches.SWITCHES["external_providers"].refusal
    if is_strict(organization_id) or capability not in registry.providers()[LOCAL].adapters:
        raise ProviderUnavailable(cause)
    return _stand_in(capability, maker, cause)


def _stand_in(capability: str, maker: Maker | Quiet, cause: str) -> Any:
    made = registry.adapter(capability, maker, provider=LOCAL)
    made.info = replace(made.info, capability=capability, stands_in_because=cause)
    return made
