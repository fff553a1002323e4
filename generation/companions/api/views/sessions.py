"""Companions, and the conversations that are kept."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api import present, schemas
from generation.companions.api.views.base import PAGE, FamilyView
from generation.companions.catalogue import COMPANIONS
from generation.companions.services import sessions
from wire.pagination import paginate
from wire.requests import transacted

CHAT = ("chat:write",)


class Companions(FamilyView):
    scopes = {"GET": CHAT}

    @extend_schema(operation_id="listCompanions", summary="Who can be talked to", responses=schemas.CompanionList)
    def get(self, request: Request) -> Response:
        return Response({"companions": [present.companion(one) for one in COMPANIONS]})


class Sessions(FamilyView):
    scopes = {"GET": CHAT}

    @extend_schema(
        operation_id="listSessions", summary="List conversations", responses=schemas.SessionPage, parameters=PAGE
    )
    def get(self, request: Request) -> Response:
        rows = sessions.sessions_of(self.organization_id)
        page = paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))
        return Response({"sessions": [present.session(row) for row in page.items], "next_cursor": page.next_cursor})


class SessionDetail(FamilyView):
    scopes = {"GET": CHAT, "DELETE": CHAT}

    @extend_schema(
        operation_id="getSession", summary="Read a conversation with its messages", responses=schemas.SessionAnswer
    )
    def get(self, request: Request, session_id: str) -> Response:
        session = sessions.access_session(session_id, organization_id=self.organization_id)
        told = present.messages(list(session.messages.order_by("-number")[:500])[::-1])
        return Response({"session": present.session(session), "messages": told})

    @extend_schema(operation_id="deleteSession", summary="Forget a conversation", responses={200: schemas.Gone})
    @transacted()
    def delete(self, request: Request, session_id: str) -> Response:
        session = sessions.access_session(session_id, organization_id=self.organization_id)
        sessions.delete_session(session)
        return Response({"session_id": session_id, "deleted": True})
