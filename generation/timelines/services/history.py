"""Every edit is a revision: written here, undone, redone, listed and restored."""

from collections.abc import Sequence

from django.db.models import Max, QuerySet

from generation.timelines.models import Footage, ProjectTimeline, Segment, TimelineRevision
from generation.timelines.services.access import active_segments, locked_timeline
from wire.errors import NotFound, ValidationFailed
from wire.principal import Principal

MOST_SEGMENTS = 2000
_PLACE = ("start", "end", "order_index", "active")


def write_revision(
    timeline: ProjectTimeline, segments: Sequence[Segment], *, action: str, principal: Principal | None
) -> TimelineRevision:
    """Make `segments` what plays, in that order, and write it down as the next revision.

    The timeline's row is locked. Segments may be new; of known ones only range and place are taken. Whatever else
    played is deactivated. What was undone can no longer be redone, but stays in the history.
    """
    if len(segments) > MOST_SEGMENTS:
        raise ValidationFailed(f"A timeline has at most {MOST_SEGMENTS:,} segments.", limit=MOST_SEGMENTS)
    place(timeline, segments)
    latest = TimelineRevision.objects.filter(project_id=timeline.pk).aggregate(latest=Max("number"))["latest"] or 0
    revision = TimelineRevision.objects.create(
        project_id=timeline.pk,
        number=latest + 1,
        parent=timeline.revision,
        action=action,
        segments=[[segment.pk, segment.start, segment.end] for segment in segments],
        user_id=principal.user_id if principal else None,
        key_id=principal.key_id if principal else None,
    )
    timeline.revision, timeline.redo = revision.number, []
    timeline.save(update_fields=["revision", "redo", "updated_at"])
    return revision


def place(timeline: ProjectTimeline, segments: Sequence[Segment]) -> None:
    """Have exactly these segments play, in this order."""
    playing = {segment.pk: segment for segment in active_segments(timeline.pk)}
    kept = {segment.pk for segment in segments}
    Segment.objects.filter(pk__in=playing.keys() - kept).update(active=False)
    new, changed = [], []
    for index, segment in enumerate(segments):
        before = playing.get(segment.pk)
        segment.order_index, segment.active = index, True
        if segment._state.adding:
            new.append(segment)
        elif before is None or any(getattr(before, name) != getattr(segment, name) for name in _PLACE):
            changed.append(segment)
    Segment.objects.bulk_create(new)
    Segment.objects.bulk_update(changed, _PLACE, batch_size=200)


def revisions_of(project_id: str) -> "QuerySet[TimelineRevision]":
    return TimelineRevision.objects.filter(project_id=project_id)


def undo(project_id: str) -> TimelineRevision:
    """Play what played before the last edit. Raises `ValidationFailed` when there is none."""
    timeline = locked_timeline(project_id)
    current = revisions_of(project_id).filter(number=timeline.revision).first()
    if current is None or current.parent == 0:
        raise ValidationFailed("There is nothing to undo.", revision=timeline.revision)
    return _go_to(timeline, current.parent, redo=[*timeline.redo, timeline.revision])


def redo(project_id: str) -> TimelineRevision:
    """Play what was undone last. Raises `ValidationFailed` when nothing was, or an edit came in between."""
    timeline = locked_timeline(project_id)
    if not timeline.redo:
        raise ValidationFailed("There is nothing to redo.", revision=timeline.revision)
    return _go_to(timeline, timeline.redo[-1], redo=timeline.redo[:-1])


def _go_to(timeline: ProjectTimeline, number: int, *, redo: list[int]) -> TimelineRevision:
    revision = revisions_of(timeline.pk).get(number=number)
    place(timeline, _segments_in(revision))
    timeline.revision, timeline.redo = number, redo
    timeline.save(update_fields=["revision", "redo", "updated_at"])
    return revision


def restore(project_id: str, number: int, *, principal: Principal) -> TimelineRevision:
    """Play an earlier revision again, as an edit of its own that can be undone. Raises `NotFound`."""
    timeline = locked_timeline(project_id)
    revision = revisions_of(project_id).filter(number=number).first()
    if revision is None:
        raise NotFound(f"This timeline has no revision {number}.", kind="revision", revision=timeline.revision)
    return write_revision(timeline, _segments_in(revision), action="restore", principal=principal)


def _segments_in(revision: TimelineRevision) -> list[Segment]:
    """The revision's segments with the ranges that they had."""
    rows = Segment.objects.select_related("footage").in_bulk([pk for pk, _, _ in revision.segments])
    segments = []
    for pk, start, end in revision.segments:
        segment = rows[pk]
        segment.start, segment.end = start, end
        segments.append(segment)
    return segments


def settle_length(timeline: ProjectTimeline, footage: Footage, frames: int) -> None:
    """Correct an imported footage's length, once its index says it, everywhere: before that it was its header's.

    It grows only while it is the last of the media. The timeline's row is locked.
    """
    start, told = footage.media_start or 0, footage.frames or 0
    before, after = start + told, start + frames
    if after > before and timeline.media_frames != before:
        return
    if timeline.media_frames == before:
        timeline.media_frames = after
        timeline.save(update_fields=["media_frames", "updated_at"])
    footage.frames = frames
    rows = {row.pk: row for row in Segment.objects.filter(footage=footage)}
    for revision in revisions_of(timeline.pk):
        revision.segments = [
            [pk, low, _settled(high, before, after) if pk in rows else high]
            for pk, low, high in revision.segments
            if pk not in rows or low < after
        ]
        revision.save(update_fields=["segments"])
    for row in rows.values():
        row.active = row.active and row.start < after
        row.start = min(row.start, after - 1)
        row.bound_start = min(row.bound_start, row.start)
        row.end, row.bound_end = (_settled(high, before, after) for high in (row.end, row.bound_end))
    Segment.objects.bulk_update(rows.values(), ["start", "end", "bound_start", "bound_end", "active"])


def _settled(high: int, before: int, after: int) -> int:
    return after if high == before else min(high, after)
