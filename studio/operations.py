"""What the admin looks like: its navigation, colours and icon, as Unfold takes them."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy

# Title -> (label, Material icon, model), in the order in which operators need them.
_SECTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "People": (
        ("Organizations", "apartment", "accounts_organization"),
        ("Users", "person", "accounts_user"),
        ("Invitations", "mail", "accounts_invitation"),
        ("API keys", "key", "accounts_apikey"),
    ),
    "Work": (
        ("Jobs", "play_circle", "jobs_job"),
        ("Worker hosts", "dns", "jobs_workerhost"),
        ("Provider calls", "call_made", "jobs_providercall"),
        ("Projects", "folder", "projects_project"),
        ("Sources", "description", "projects_source"),
        ("Artifacts", "movie", "projects_artifact"),
        ("Versions", "history", "projects_revision"),
        ("Performances and films", "graphic_eq", "projects_rendition"),
        ("Timelines", "movie_edit", "timelines_projecttimeline"),
        ("Footage", "video_file", "timelines_footage"),
        ("Segments", "content_cut", "timelines_segment"),
        ("Variants", "auto_awesome", "timelines_variant"),
        ("Timeline revisions", "history", "timelines_timelinerevision"),
        ("Exports", "file_export", "timelines_export"),
        ("Previews", "image", "timelines_preview"),
        ("Conversations", "forum", "companions_session"),
        ("Generations", "image", "imagery_generation"),
        ("Workflows", "campaign", "workflows_workflow"),
        ("Brand profiles", "palette", "brand_brandprofile"),
        ("Knowledge base", "menu_book", "brand_document"),
        ("Files", "database", "assets_asset"),
        ("Provider accounts", "hub", "routing_provideraccount"),
        ("Provider choices", "alt_route", "routing_route"),
        ("Circuit breakers", "electric_bolt", "jobs_circuitbreaker"),
    ),
    "Stories": (
        ("Plans", "map", "stories_storyplan"),
        ("Table reads", "theater_comedy", "stories_tableread"),
        ("Cast", "record_voice_over", "stories_castvoice"),
        ("Music", "music_note", "stories_scenemusic"),
        ("Sound effects", "campaign", "stories_sfxcue"),
        ("Voice samples", "mic", "stories_voicesample"),
        ("Coverage", "rate_review", "stories_coveragereport"),
        ("Share links", "link", "stories_sharelink"),
    ),
    "Credits": (
        ("Accounts", "account_balance_wallet", "billing_account"),
        ("Plans", "card_membership", "billing_subscriptionplan"),
        ("Ledger", "menu_book", "billing_entry"),
        ("Transactions", "sync_alt", "billing_transaction"),
        ("Holds", "lock_clock", "billing_hold"),
        ("Receipts", "receipt_long", "billing_receipt"),
    ),
    "Webhooks": (
        ("Endpoints", "webhook", "webhooks_endpoint"),
        ("Deliveries", "outgoing_mail", "webhooks_delivery"),
    ),
    "Records": (
        ("Switches", "toggle_on", "accounts_switch"),
        ("Audit log", "policy", "accounts_auditevent"),
        ("Request log", "http", "accounts_requestlog"),
    ),
}
# The dashboard's greens, light to dark.
_GREENS = {
    "50": "oklch(0.975 0.015 163)",
    "100": "oklch(0.945 0.035 163)",
    "200": "oklch(0.89 0.065 163)",
    "300": "oklch(0.83 0.1 163)",
    "400": "oklch(0.75 0.12 163)",
    "500": "oklch(0.6 0.115 165)",
    "600": "oklch(0.48 0.1 167)",
    "700": "oklch(0.43 0.09 168)",
    "800": "oklch(0.36 0.078 168)",
    "900": "oklch(0.3 0.06 168)",
    "950": "oklch(0.22 0.04 168)",
}


def unfold_options() -> dict[str, Any]:
    """The UNFOLD setting. Every part that needs the URLs or the static files is worked out when it is shown."""
    return {
        "SITE_TITLE": "Studio",
        "SITE_HEADER": "Studio",
        "SITE_SUBHEADER": "Operations",
        "SITE_SYMBOL": "movie",
        "SITE_URL": "/dashboard",
        "SITE_FAVICONS": [
            {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icons/favicon.svg")}
        ],
        "STYLES": [lambda request: static("css/admin.css")],
        "SHOW_VIEW_ON_SITE": False,
        "DASHBOARD_CALLBACK": "studio.operators.home.context",
        "COLORS": {"primary": _GREENS},
        "SIDEBAR": {
            "show_search": False,
            "show_all_applications": True,
            "navigation": [
                {"title": title, "separator": at > 0, "items": [_item(*line) for line in lines]}
                for at, (title, lines) in enumerate(_SECTIONS.items())
            ],
        },
    }


def _item(label: str, icon: str, model: str) -> dict[str, Any]:
    application, name = model.split("_")
    return {
        "title": label,
        "icon": icon,
        "link": reverse_lazy(f"admin:{model}_changelist"),
        "permission": lambda request: request.user.has_perm(f"{application}.view_{name}"),
    }
