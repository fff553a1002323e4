"""Rows as they are printed. Pure reading; a list costs a fixed number of queries."""

from collections.abc import Sequence
from typing import Any

from generation.webhooks.catalogue import EventType
from generation.webhooks.models import Attempt, Delivery, Endpoint
from wire.moments import when


def endpoint(row: Endpoint) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": row.url,
        "description": row.description,
        "types": row.types,
        "enabled": row.is_enabled,
        "disabledAt": when(row.disabled_at),
        "disabledReason": row.disabled_reason or None,
        "failuresInARow": row.failures,
        "lastSuccessAt": when(row.last_success_at),
        "createdAt": when(row.created_at),
        "updatedAt": when(row.updated_at),
    }


def delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "endpointId": row.endpoint_id,
        "eventId": row.event_id,
        "type": row.event.type,
        "status": row.status,
        "test": row.is_test,
        "attempts": row.attempts_made,
        "lastStatus": row.last_status,
        "lastError": row.last_error or None,
        "nextAttemptAt": when(row.due_at),
        "createdAt": when(row.created_at),
        "endedAt": when(row.ended_at),
    }


def delivery_detail(row: Delivery, attempts: Sequence[Attempt]) -> dict[str, Any]:
    return {**delivery(row), "message": row.message, "log": [_attempt(one) for one in attempts]}


def _attempt(row: Attempt) -> dict[str, Any]:
    response = None
    if row.status is not None:
        response = {"status": row.status, "headers": row.response_headers, "body": row.response_body}
    return {
        "number": row.number,
        "sentAt": when(row.sent_at),
        "durationMs": row.duration_ms,
        "error": row.error or None,
        "request": {"url": row.url, "headers": row.request_headers},
        "response": response,
    }


def event_type(one: EventType) -> dict[str, Any]:
    return {"name": one.name, "summary": one.summary, "group": one.group, "sample": one.sample}
