"""The scope table: every scope a key can carry, with the sentence the dashboard shows beside it."""

from collections.abc import Iterable

from wire.errors import ValidationFailed

SCOPES: dict[str, str] = {
    "story:read": "Read capabilities, projects, sources, plans and jobs.",
    "story:write": "Create and change projects, sources, plans and jobs; approve, reject and cancel.",
    "source:read": "Read sources.",
    "source:write": "Add and delete sources.",
    "artifact:read": "Read artifacts and their manifests.",
    "artifact:write": "Generate briefs, scripts, shot lists and prompt packs.",
    "artifact:publish": "Refine, recast, finalize and render artifacts; change their music and sound effects.",
    "credits:read": "Read the credit balance.",
    "usage:read": "Read usage statistics and analytics.",
    "chat:write": "Talk to companions and import or share them.",
    "image:generate": "Generate images.",
    "video:generate": "Generate videos.",
    "speech:generate": "Have words spoken.",
    "export:write": "Export projects, films and companions.",
    "workflow:read": "Follow workflow and batch jobs.",
    "workflow:write": "Start and resume workflows and batches.",
    "brand:read": "Read the brand profile and its knowledge base.",
    "brand:write": "Change the brand profile and its knowledge base.",
    "edit:read": "Read timelines, segments and previews.",
    "edit:write": "Cut, grade and generate on timelines; accept variants.",
    "external:generate": "Generate images through the external interface.",
    "webhook:read": "Read webhook endpoints and deliveries.",
    "webhook:write": "Register and change webhook endpoints.",
}

DEFAULT_SCOPES: tuple[str, ...] = ("story:read", "credits:read")


def checked_scopes(scopes: Iterable[str]) -> list[str]:
    """The scopes without repetition in the table's order; raises ValidationFailed on a name the table lacks."""
    asked = set(scopes)
    unknown = sorted(asked - SCOPES.keys())
    if unknown:
        raise ValidationFailed(f"Unknown scopes: {', '.join(unknown)}.", field="scopes", unknown=unknown)
    return [scope for scope in SCOPES if scope in asked]
