"""Every list of the admin: what it costs, what it counts, what it is called, and by what it is searched."""

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
OURS = [model for model in PAGES if model.__module__.split(".")[0] in {"accounts", "billing", "generation"}]
MOST = 10
SESSION_AND_USER = 2
# What grows without end: no page of it may count it.
LARGE = {
    "jobs.job", "jobs.providercall", "accounts.auditevent", "accounts.requestlog", "billing.entry",
    "billing.transaction", "billing.hold", "billing.receipt", "webhooks.delivery",
}  # fmt: skip
SPELLED = {"ip": "IP", "url": "URL", "uri": "URI", "api": "API", "sfx": "sound effect"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
def test_a_list_costs_few_queries_and_counts_no_large_table(model: type[models.Model], staff: Client) -> None:
    path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for asked in ({}, {"q": "org_none"}):
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(path, asked).status_code == 200
        assert len(queries) <= MOST + SESSION_AND_USER
        counts = [
            query["sql"] for query in queries if "COUNT(" in query["sql"] and model._meta.db_table in query["sql"]
        ]
        if model._meta.label_lower in LARGE:
            assert counts == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label_lower)
def test_every_list_can_be_searched_and_never_by_content(model: type[models.Model]) -> None:
    page = admin.site._registry[model]
    searched = {name.lstrip("=^@").removesuffix("__exact") for name in page.search_fields}
    assert searched, "nothing to search by"
    assert searched & set(getattr(page, "content_fields", ())) == set()


def test_models_and_fields_are_called_as_people_write_them() -> None:
    wrong = []
    for model in OURS:
        names = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
        names += [str(field.verbose_name) for field in model._meta.concrete_fields]
        wrong += [f"{model._meta.label}: {name}" for name in names if set(name.split()) & set(SPELLED)]
    assert [name for name in wrong if "is ip cut" not in name] == []
