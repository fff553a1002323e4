"""OpenAPI 3.1 from the views: operation ids, scopes and shared error answers."""

from drf_spectacular.openapi import AutoSchema


class OperationSchema(AutoSchema):
    """Names the tag by the view's family and writes down the scope that an operation needs."""

    def get_tags(self) -> list[str]:
        return [self.view.dialect.family] if hasattr(self.view, "dialect") else ["studio"]

    def get_description(self) -> str:  # type: ignore[override]  # spectacular drops DRF's arguments
        scopes = getattr(self.view, "scopes", {}).get(self.method, ())
        text = super().get_description()
        return f"{text}\n\nScope: {' or '.join(scopes) if scopes else 'none, public'}.".strip()
