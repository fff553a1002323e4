"""Every edit is a revision: written here, undone, redone, listed and restored."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts import audit
from generation.timelines.models import Footage, ProjectTimeline, Segment, TimelineRevision
from generation.timelines.services.access import active_segments, locked_timeline
from wire.errors import NotFound, ValidationFailed
from wire.principal import Principal

MOST_SEGMENTS = 2000
SETTLED = "settle"  # the length of footage became known; nobody's edit


def write_revision(
    timeline: ProjectTimeline,
    segments: Sequence[Segment],
    *,
    before: Sequence[Segment],
    action: str,
    principal: Principal | None,
) -> None:
    """Make `segments` what plays, in that order, in place of what played `before`, and write it down as a revision.

    The timeline's row is locked, and `before` was read under that lock. Segments may be new; of known ones only range
    and place are taken. What was undone can no longer be redone, but stays in the history.
    """
    if len(segments) > MOST_SEGMENTS:
        raise ValidationFailed(f"A timeline has at most {MOST_SEGMENTS:,} segments.", limit=MOST_SEGMENTS)
    _place(segments, before)
    _append(timeline, segments, action=action, principal=principal)
    timeline.redo = []
    timeline.save(update_fields=["revision", "latest", "redo", "updated_at"])


def _append(
    timeline: ProjectTimeline, segments: Sequence[Segment], *, action: str, principal: Principal | None
) -> None:
    timeline.latest += 1
    TimelineRevision.objects.create(
        project_id=timeline.pk,
        number=timeline.latest,
        parent=timeline.revision,
        action=action,
        segments=_told(segments),
        user_id=principal.user_id if principal else None,
        key_id=principal.key_id if principal else None,
    )
    timeline.revision = timeline.latest


def _told(segments: Sequence[Segment]) -> list[list[str | int]]:
    return [[segment.pk, segment.start, segment.end] for segment in segments]


def _place(segments: Sequence[Segment], before: Sequence[Segment]) -> None:
    """Have exactly these segments play, in this order."""
    gone = {segment.pk for segment in before} - {segment.pk for segment in segments}
    Segment.objects.filter(pk__in=gone).update(active=False)
    for index, segment in enumerate(segments):
        segment.order_index, segment.active = index, True
    moved = [segment for segment in segments if segment.stored != segment.placed]
    Segment.objects.bulk_create([segment for segment in moved if segment.stored is None])
    known = [segment for segment in moved if segment.stored is not None]
    Segment.objects.bulk_update(known, ["start", "end", "order_index", "active"], batch_size=200)
    for segment in moved:
        segment.stored = segment.placed


def revisions_of(project_id: str) -> "QuerySet[TimelineRevision]":
    return TimelineRevision.objects.filter(project_id=project_id)


@dataclass(frozen=True)
class Playing:
    """A timeline and what is on it now."""

    timeline: ProjectTimeline
    segments: list[Segment]


def undo(project_id: str) -> Playing:
    """Play what played before the last edit. Raises `ValidationFailed` when there is none."""
    timeline = locked_timeline(project_id)
    current = _edit(timeline)
    if current is None or current.parent == 0:
        raise ValidationFailed("There is nothing to undo.", revision=timeline.revision)
    return _go_to(timeline, current.parent, redo=[*timeline.redo, timeline.revision])


def redo(project_id: str) -> Playing:
    """Play what was undone last. Raises `ValidationFailed` when nothing was, or an edit came in between."""
    timeline = locked_timeline(project_id)
    if not timeline.redo:
        raise ValidationFailed("There is nothing to redo.", revision=timeline.revision)
    return _go_to(timeline, timeline.redo[-1], redo=timeline.redo[:-1])


def _edit(timeline: ProjectTimeline) -> TimelineRevision | None:
    """The last edit that somebody made: that a length was settled is none, and undoing goes beyond it."""
    found = revisions_of(timeline.pk).filter(number=timeline.revision).first()
    while found is not None and found.action == SETTLED:
        found = revisions_of(timeline.pk).filter(number=found.parent).first()
    return found


def _go_to(timeline: ProjectTimeline, number: int, *, redo: list[int]) -> Playing:
    segments = segments_in(revisions_of(timeline.pk).get(number=number))
    _place(segments, active_segments(timeline.pk))
    timeline.revision, timeline.redo = number, redo
    timeline.save(update_fields=["revision", "redo", "updated_at"])
    return Playing(timeline, segments)


def restore(project_id: str, number: int, *, principal: Principal, expected: int | None = None) -> Playing:
    """Play an earlier revision again, as an edit of its own that can be undone.

    Raises `NotFound`, and `ValidationFailed` where another revision than `expected` plays by now.
    """
    timeline = locked_timeline(project_id)
    if expected is not None and timeline.revision != expected:
        raise ValidationFailed(
            f"The timeline was edited meanwhile: revision {timeline.revision} plays now, not {expected}. Nothing was "
            "changed; look again and restore what you still want.",
            field="expected",
            revision=timeline.revision,
        )
    revision = revisions_of(project_id).filter(number=number).first()
    if revision is None:
        raise NotFound(f"This timeline has no revision {number}.", kind="revision", revision=timeline.revision)
    segments = segments_in(revision)
    before = active_segments(project_id)
    write_revision(timeline, segments, before=before, action="restore", principal=principal)
    audit.record(
        "timeline.restored",
        actor=principal.user_id or principal.key_id,
        organization_id=principal.organization_id,
        target=project_id,
        details={"revision": number, "as": timeline.revision},
    )
    return Playing(timeline, segments)


def segments_in(revision: TimelineRevision) -> list[Segment]:
    """The revision's segments with the ranges that they had, as far as their footage reaches.

    A revision is never rewritten. One from before a footage's length was known may name frames that do not exist.
    """
    rows = Segment.objects.select_related("footage").in_bulk([pk for pk, _, _ in revision.segments])
    segments = []
    for pk, start, end in revision.segments:
        segment = rows[pk]
        reaches = segment.anchor + segment.footage.frames if segment.footage.frames else end
        if start < reaches:
            segment.start, segment.end = start, min(end, reaches)
            segments.append(segment)
    return segments


def settle_length(timeline: ProjectTimeline, footage: Footage, frames: int) -> None:
    """Correct an imported footage's length, once its index says it: before that it was its header's.

    It grows only while it is the last of the media. Where that changes what plays, it is a revision of its own; those
    before stay as they were. The timeline's row is locked.
    """
    start, told = footage.media_start or 0, footage.frames or 0
    before, after = start + told, start + frames
    if after > before and timeline.media_frames != before:
        return
    if timeline.media_frames == before:
        timeline.media_frames = after
    footage.frames = frames
    Footage.objects.filter(pk=footage.pk).update(frames=frames)
    rows = list(Segment.objects.filter(footage=footage))
    for row in rows:
        row.active = row.active and row.start < after
        row.start = min(row.start, after - 1)
        row.bound_start = min(row.bound_start, row.start)
        row.end, row.bound_end = (_settled(high, before, after) for high in (row.end, row.bound_end))
    Segment.objects.bulk_update(rows, ["start", "end", "bound_start", "bound_end", "active"])
    current = revisions_of(timeline.pk).filter(number=timeline.revision).first()
    playing = active_segments(timeline.pk)
    if current is not None and current.segments != _told(playing):
        edited = _edit(timeline)
        _append(timeline, playing, action=SETTLED, principal=None)
        if edited is not None and edited.parent == 0:
            timeline.floor = timeline.revision
    timeline.save(update_fields=["media_frames", "revision", "latest", "floor", "updated_at"])


def _settled(high: int, before: int, after: int) -> int:
    return after if high == before else min(high, after)
