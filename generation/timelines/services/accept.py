"""Accepting a variant: it plays, what it overlaps does not, and the remainders stay. Or it is discarded."""

from django.utils import timezone

from generation.timelines.layout import without
from generation.timelines.models import Segment, Variant
from generation.timelines.services.access import active_segments, locked_timeline
from generation.timelines.services.history import write_revision
from generation.timelines.services.segments import part_of
from wire.errors import ValidationFailed
from wire.principal import Principal


def accept(variant: Variant, *, principal: Principal) -> Segment:
    """The variant's segment on the timeline; accepting one that plays already changes nothing.

    Raises `ValidationFailed` when nothing of what it would replace is on the timeline any more.
    """
    timeline = locked_timeline(variant.project_id)
    playing = active_segments(variant.project_id)
    for segment in playing:
        if segment.variant_id == variant.pk and (segment.start, segment.end) == (variant.start, variant.end):
            return segment
    gaps = [(variant.start, variant.end), *((start, end) for start, end in variant.pieces)]
    made = Segment(
        project_id=variant.project_id,
        footage=variant.footage,
        source=Segment.Source.GENERATED,
        variant=variant,
        start=variant.start,
        end=variant.end,
        bound_start=variant.start,
        bound_end=variant.end,
        anchor=variant.start,
    )
    order: list[Segment] = []
    for segment in playing:
        order += _remaining(segment, gaps, made, is_placed=made in order)
    if made not in order:
        raise ValidationFailed(
            "What this variant would replace is no longer on the timeline. Undo the edit that removed it, or generate "
            "again."
        )
    write_revision(timeline, order, before=playing, action="accept", principal=principal)
    Variant.objects.filter(pk=variant.pk).update(accepted_at=timezone.now())
    return made


def discard(variant: Variant) -> None:
    """Offer it no longer. Raises `ValidationFailed` while it plays; an edit that played it can still be redone."""
    locked_timeline(variant.project_id)
    if Segment.objects.filter(variant=variant, active=True).exists():
        raise ValidationFailed("This variant is on the timeline. Delete its segment first, or undo.")
    Variant.objects.filter(pk=variant.pk).update(discarded_at=timezone.now())


def _remaining(segment: Segment, gaps: list[tuple[int, int]], made: Segment, *, is_placed: bool) -> list[Segment]:
    """The segment, or what is left of it with the variant in between, unless that has its place already."""
    left = without(segment, gaps)
    if left == [(segment.start, segment.end)]:
        return [segment]
    before = [part for part in left if part[1] <= gaps[0][0]]
    after = [part for part in left if part not in before]
    parts = [_part(segment, part, left) for part in before]
    parts += [] if is_placed else [made]
    return parts + [_part(segment, part, left) for part in after]


def _part(segment: Segment, part: tuple[int, int], left: list[tuple[int, int]]) -> Segment:
    """What trimming had hidden at the segment's outer ends stays within reach of the part that touches them."""
    low = segment.bound_start if part[0] == segment.start else part[0]
    high = segment.bound_end if part[1] == segment.end else part[1]
    return part_of(segment, *part, bounds=(low, high))
