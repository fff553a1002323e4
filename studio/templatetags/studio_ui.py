"""What templates say in one word: icons, times, credits, states."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studio.dashboard.words import Word, of_state

register = template.Library()

_SPOKEN = {"URL": "Web page", "PDF": "PDF"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite. With a label it has a name of its own; without, it is decoration."""
    use = format_html('<use href="{}#{}"></use>', static("icons/sprite.svg"), name)
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}">{}</svg>', label, use)
    return format_html('<svg class="icon" aria-hidden="true">{}</svg>', use)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: str | None) -> str:
    """The address of this page with other query parameters; None takes one away."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"{context['request'].path}?{parameters.urlencode()}" if parameters else context["request"].path


@register.simple_tag
def state(status: str) -> SafeString:
    """A status as a badge, in a person's words."""
    word: Word = of_state(status)
    return format_html('<span class="badge {}">{}</span>', word.tone, word.label)


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """`<time>` with the distance in words; the exact time is its title."""
    if moment is None:
        return "never"
    exact = moment.strftime("%d %b %Y, %H:%M UTC")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        exact,
        _distance(timezone.now() - moment, moment),
    )


def _distance(passed: timedelta, moment: datetime) -> str:
    ahead = passed < timedelta(0)
    minutes = abs(passed) // timedelta(minutes=1)
    if abs(passed) >= timedelta(days=14):
        return f"{moment.day} {moment:%b %Y}"
    if minutes < 1:
        return "in a moment" if ahead else "just now"
    if minutes < 60:
        words = f"{minutes} min"
    elif minutes < 24 * 60:
        words = f"{minutes // 60} h"
    else:
        days = minutes // (24 * 60)
        words = "1 day" if days == 1 else f"{days} days"
    return f"in {words}" if ahead else f"{words} ago"


@register.filter
def clock(duration_ms: int | None) -> str:
    """Milliseconds as m:ss."""
    if duration_ms is None:
        return ""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    return f"{minutes}:{seconds:02}"


@register.filter
def thousands(number: int | None) -> str:
    """1234 as 1,234."""
    return "" if number is None else f"{number:,}"


@register.filter
def credits(number: int | None) -> str:
    """`1 credit`, `12 credits`, `free`."""
    if not number:
        return "free" if number == 0 else ""
    return f"{number:,} credit{'' if number == 1 else 's'}"


@register.filter
def spoken(name: str | None) -> str:
    """`table_read` as `Table read`."""
    return _SPOKEN.get(name or "") or (name or "").replace("_", " ").replace("-", " ").capitalize()


@register.filter
def percent(fraction: float | None) -> int:
    """0.456 as 45: rounded down, so that 100 means done."""
    return int((fraction or 0) * 100)


@register.filter
def outline(value: Any, depth: int = 0) -> str:
    """A document as an indented outline: what JSON holds, without its brackets."""
    indent = "  " * depth
    if isinstance(value, dict):
        lines = []
        for name, item in value.items():
            label = f"{indent}{name.replace('_', ' ').capitalize()}:"
            is_nested = isinstance(item, dict) or (isinstance(item, list) and any(isinstance(i, dict) for i in item))
            lines.append(f"{label}\n{outline(item, depth + 1)}" if is_nested and item else f"{label} {outline(item)}")
        return "\n".join(lines)
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "\n\n".join(outline(item, depth) for item in value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
