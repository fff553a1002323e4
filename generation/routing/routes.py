"""The one place that answers: which provider for this organization and capability?

An adapter that comes from here says in its `info` whose account it works with, and whether the studio stands in for it
when it fails. Organizations that are strict get the failure instead.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from accounts.models import Organization
from accounts.sealing import SealBroken, unseal
from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers import registry
from generation.providers.base import OPERATORS, Connection
from generation.routing.models import ProviderAccount, Route
from wire.errors import OutcomeUnknown, ProviderError, ProviderRejected

LOCAL = "local"
# What an organization chooses a provider for, in the words of the page.
CHOSEN = {
    "text": "Companions and documents",
    "image": "Pictures",
    "speech": "Speech",
    "video": "Films to order",
}


def adapter_for(
    organization_id: str, capability: str, maker: Maker | Quiet, *, given_up: Mapping[str, str] | None = None
) -> Any:
    """The adapter that the organization has chosen, or else the operator.

    `given_up` maps capabilities whose provider has failed already to the cause: the studio itself does those. Raises
    the `ProviderError` that says why nobody can do it.
    """
    if given_up and capability in given_up:
        return _stand_in(capability, maker, given_up[capability])
    return adapter_by(route_of(organization_id, capability), organization_id, capability, maker)


def adapter_by(route: Route | None, organization_id: str, capability: str, maker: Maker | Quiet) -> Any:
    """The same for who has looked up the choice already."""
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


def provider_name(organization_id: str, capability: str, *, given_up: Mapping[str, str] | None = None) -> str:
    """Whose turn it is, without making an adapter."""
    if given_up and capability in given_up:
        return LOCAL
    return provider_of(route_of(organization_id, capability), capability)


def route_of(organization_id: str, capability: str) -> Route | None:
    if capability not in CHOSEN:
        return None
    routes = Route.objects.select_related("account")
    return routes.filter(organization_id=organization_id, capability=capability).first()


def provider_of(route: Route | None, capability: str) -> str:
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


def _stand_in(capability: str, maker: Maker | Quiet, cause: str) -> Any:
    made = registry.adapter(capability, maker, provider=LOCAL)
    made.info = replace(made.info, capability=capability, stands_in_because=cause)
    return made
