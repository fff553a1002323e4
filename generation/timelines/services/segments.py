"""Cutting: split, trim, delete, reorder, grade. Each runs inside the caller's transaction and writes a revision."""

from dataclasses import asdict

from generation.media.plan import Rate
from generation.media.timeline.model import Grade
from generation.timelines.models import ProjectTimeline, Segment
from generation.timelines.services.access import GONE, active_segments, locked_timeline, require_rate
from generation.timelines.services.history import Playing, write_revision
from generation.timelines.times import frame_at, outside
from wire.errors import NotFound, ValidationFailed
from wire.principal import Principal


def _opened(segment: Segment) -> tuple[ProjectTimeline, Rate, tuple[Segment, ...], int]:
    """The locked timeline, its rate, what plays, and where the segment is in it. Raises `NotFound` for a stale edit."""
    timeline = locked_timeline(segment.project_id)
    playing = active_segments(segment.project_id)
    index = next((index for index, other in enumerate(playing) if other.pk == segment.pk), None)
    if index is None:
        raise NotFound(GONE, kind="segment", active=False)
    return timeline, require_rate(timeline), tuple(playing), index


def part_of(segment: Segment, start: int, end: int, *, bounds: tuple[int, int] | None = None) -> Segment:
    """A new segment that plays [start, end) of one; without `bounds` it can be trimmed as far as it reaches."""
    bound_start, bound_end = bounds or (start, end)
    return Segment(
        project_id=segment.project_id,
        footage=segment.footage,
        source=segment.source,
        variant_id=segment.variant_id,
        grade=segment.grade,
        start=start,
        end=end,
        bound_start=bound_start,
        bound_end=bound_end,
        anchor=segment.anchor,
    )


def split(segment: Segment, *, at_s: float, principal: Principal) -> tuple[Segment, Segment]:
    """Two segments in place of one. Raises `ValidationFailed` with the allowed range for a time at or beyond its ends.

    What trimming had hidden at the outer ends stays within reach of each half.
    """
    timeline, rate, playing, index = _opened(segment)
    segment = playing[index]
    at = frame_at(at_s, rate, field="split_ts")
    if segment.frames < 2:
        raise ValidationFailed("A segment of one frame cannot be split.", field="split_ts")
    if not segment.start < at < segment.end:
        raise outside(
            "split_ts",
            "split_ts must lie inside the segment.",
            least=segment.start + 1,
            most=segment.end - 1,
            rate=rate,
        )
    left = part_of(segment, segment.start, at, bounds=(segment.bound_start, at))
    right = part_of(segment, at, segment.end, bounds=(at, segment.bound_end))
    cut = [*playing[:index], left, right, *playing[index + 1 :]]
    write_revision(timeline, cut, before=playing, action="split", principal=principal)
    return left, right


def trim(segment: Segment, *, start_s: float, end_s: float, principal: Principal) -> Segment:
    """The same segment with another range within its original bounds. Raises `ValidationFailed` outside of them."""
    timeline, rate, playing, index = _opened(segment)
    segment = playing[index]
    start, end = frame_at(start_s, rate, field="new_start_ts"), frame_at(end_s, rate, field="new_end_ts")
    for field, frame in (("new_start_ts", start), ("new_end_ts", end)):
        if not segment.bound_start <= frame <= segment.bound_end:
            message = f"{field} must lie within the segment's original bounds."
            raise outside(field, message, least=segment.bound_start, most=segment.bound_end, rate=rate)
    if end <= start:
        raise outside(
            "new_end_ts", "At least one frame must be left.", least=start + 1, most=segment.bound_end, rate=rate
        )
    segment.start, segment.end = start, end
    write_revision(timeline, playing, before=playing, action="trim", principal=principal)
    return segment


def delete(segment: Segment, *, principal: Principal) -> None:
    """Take it off the timeline; the gap closes, and undo brings it back."""
    timeline, _, playing, index = _opened(segment)
    left = [*playing[:index], *playing[index + 1 :]]
    write_revision(timeline, left, before=playing, action="delete", principal=principal)


def move(segment: Segment, *, to: int, principal: Principal) -> Segment:
    """Have it play at another place. Raises `ValidationFailed` for a place beyond the last."""
    timeline, _, playing, index = _opened(segment)
    if not 0 <= to < len(playing):
        most = len(playing) - 1
        raise ValidationFailed(
            f"order_index must be from 0 to {most}.", field="order_index", allowed={"min": 0, "max": most}
        )
    ordered = list(playing)
    ordered.insert(to, ordered.pop(index))
    write_revision(timeline, ordered, before=playing, action="reorder", principal=principal)
    return playing[index]


def reorder(project_id: str, segment_ids: list[str], *, principal: Principal) -> Playing:
    """Play the segments in this order. Raises `ValidationFailed` unless it names each that plays exactly once.

    Whoever ordered what somebody else has meanwhile cut is refused in the same way, with what plays now.
    """
    timeline = locked_timeline(project_id)
    playing = {segment.pk: segment for segment in active_segments(project_id)}
    if len(segment_ids) != len(playing) or set(segment_ids) != playing.keys():
        raise ValidationFailed(
            "segment_ids must name every segment of the timeline once. It may have been edited meanwhile.",
            field="segment_ids",
            current=list(playing),
            revision=timeline.revision,
        )
    ordered = [playing[pk] for pk in segment_ids]
    write_revision(timeline, ordered, before=ordered, action="reorder", principal=principal)
    return Playing(timeline, ordered)


def color_grade(segment: Segment, grade: Grade, *, principal: Principal) -> Segment:
    """A replacement that plays the same frames with this grade instead of any it had; a neutral grade takes it off."""
    timeline, _, playing, index = _opened(segment)
    segment = playing[index]
    graded = part_of(segment, segment.start, segment.end, bounds=(segment.bound_start, segment.bound_end))
    graded.grade = None if grade.is_neutral else asdict(grade)
    is_made = graded.grade is not None or graded.variant_id is not None
    graded.source = Segment.Source.GENERATED if is_made else Segment.Source.ORIGINAL
    shown = [*playing[:index], graded, *playing[index + 1 :]]
    write_revision(timeline, shown, before=playing, action="color-grade", principal=principal)
    return graded
