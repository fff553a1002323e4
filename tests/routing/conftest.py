from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from generation.routing.models import ProviderAccount
from generation.routing.services import add_account, choose
from tests.api import Api
from tests.companions.conftest import api, maker, own_store, serving, work  # noqa: F401 - fixtures
from tests.providers.vendor import Vendor, a_vendor
from wire.addresses import networks

KEY = "sk-their-own-secret-key-987654"
Give = Callable[..., ProviderAccount]


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """One that runs, and that nothing names but the organizations that have an account with it."""
    with a_vendor() as running:
        yield running


@pytest.fixture
def give(api: Api, vendor: Vendor, settings: Any) -> Give:  # noqa: F811
    """Give the organization an account with the vendor that does the capabilities named."""
    settings.STUDIO_FETCH_ALLOW = networks(["127.0.0.0/8"])

    def give(*capabilities: str, **fields: Any) -> ProviderAccount:
        now, owner = timezone.now(), api.organization.members.get()
        given = {"name": "Theirs", "provider": "openai", "key": KEY, "base_url": vendor.url, **fields}
        account = add_account(api.organization.pk, by=owner, now=now, **given)
        for capability in capabilities:
            choose(api.organization.pk, capability, account_id=account.pk, model="their-model", by=owner, now=now)
        return account

    return give
