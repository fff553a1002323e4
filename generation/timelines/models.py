"""The rows of the editor. Frames are integers over the project's rate, half-open; what is written once stays.

A project's **media** is its own footage end to end, in the order in which it came. A segment plays a stretch of it, or
something made in its place; either way its range says which stretch of the media it stands for.
"""

from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from generation.media.plan import Rate
from generation.projects.models import Project
from wire.ids import new_id

footage_id = partial(new_id, "ast")
segment_id = partial(new_id, "seg")
variant_id = partial(new_id, "var")


class ProjectTimeline(models.Model):
    """A project's settings for editing, and where its history stands. Its row is the lock of every edit.

    The first footage gives rate and size. `revision` is the number of the revision that plays now (0: none yet), `redo`
    a stack of those that were undone, `latest` the newest number, `floor` the one, beside the first, from which nothing
    can be undone; `media_frames` is the length of the media.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="timeline")
    rate_numerator = models.PositiveIntegerField(null=True, blank=True)
    rate_denominator = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    media_frames = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    latest = models.PositiveIntegerField(default=0)
    floor = models.PositiveIntegerField(default=1)
    redo = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"timeline of {self.project_id}"

    @property
    def rate(self) -> Rate | None:
        """Frames per second; None before the first footage was read."""
        if self.rate_numerator and self.rate_denominator:
            return Rate(self.rate_numerator, self.rate_denominator)
        return None


class Footage(models.Model):
    """A video that a timeline can play: sent in, fetched, or made. `id` is also the id of the stored file's asset.

    `media_start` is where it lies in the project's media; None for what was made, and before it was read. `facts` is
    what the reader found in it, `frames` its length at the project's rate.
    """

    class Kind(models.TextChoices):
        UPLOAD = "upload"
        FETCHED = "fetched"
        GENERATED = "generated"

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting for its bytes"
        IMPORTING = "importing"
        READY = "ready"
        FAILED = "failed"

    id = models.CharField(primary_key=True, max_length=40, default=footage_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="footage")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    url = models.TextField("URL", default="", blank=True)
    job_id = models.CharField(max_length=40, default="", blank=True)
    frames = models.PositiveIntegerField(null=True, blank=True)
    media_start = models.PositiveIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    index_asset_id = models.CharField(max_length=40, default="", blank=True)
    proxy_asset_id = models.CharField(max_length=40, default="", blank=True)
    strip_asset_id = models.CharField(max_length=40, default="", blank=True)
    waveform_asset_id = models.CharField(max_length=40, default="", blank=True)
    failure_code = models.CharField(max_length=60, default="", blank=True)
    failure_message = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "footage"
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="footage_never_sent", condition=Q(status="waiting"))
        ]

    def __str__(self) -> str:
        return self.id


class Variant(models.Model):
    """One of the takes that a generation made for a stretch of the timeline.

    `pieces` are the stretches of the media that it replaces, [[start, end], …]; `start` and `end` the range that it
    will stand for once accepted, as long as its footage.
    """

    id = models.CharField(primary_key=True, max_length=40, default=variant_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="variants")
    job_id = models.CharField(max_length=40, db_index=True)
    number = models.PositiveSmallIntegerField()
    footage = models.ForeignKey(Footage, on_delete=models.CASCADE, related_name="+")
    original_asset_id = models.CharField(max_length=40, default="", blank=True)
    preview_asset_id = models.CharField(max_length=40, default="", blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    pieces = models.JSONField(default=list)
    prompt = models.TextField()
    bounding_box = models.JSONField(null=True, blank=True)
    label = models.CharField(max_length=300, default="", blank=True)
    provider = models.CharField(max_length=64, default="", blank=True)
    model = models.CharField(max_length=120, default="", blank=True)
    data = models.JSONField(default=dict, blank=True)
    scores = models.JSONField(default=dict, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job_id", "number"], name="variant_number_once_per_job"),
            models.CheckConstraint(name="variant_is_at_least_a_frame", condition=Q(end__gt=F("start"))),
        ]

    def __str__(self) -> str:
        return self.id


class Segment(models.Model):
    """A stretch of the timeline: frames [start, end) of the media, played by `footage` from frame `start - anchor` on.

    Only range, place and `active` ever change; what else an edit changes makes a new segment. Ranges of active segments
    never overlap, nor do the bounds within which they can be trimmed. `stored` is range and place as the database has
    them, None of a new one.
    """

    stored: tuple[object, ...] | None = None

    class Source(models.TextChoices):
        ORIGINAL = "original"
        GENERATED = "generated"

    id = models.CharField(primary_key=True, max_length=40, default=segment_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="segments")
    footage = models.ForeignKey(Footage, on_delete=models.PROTECT, related_name="segments")
    source = models.CharField(max_length=10, choices=Source, default=Source.ORIGINAL)
    variant = models.ForeignKey(Variant, on_delete=models.SET_NULL, null=True, blank=True, related_name="segments")
    grade = models.JSONField(null=True, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    bound_start = models.PositiveIntegerField()
    bound_end = models.PositiveIntegerField()
    anchor = models.PositiveIntegerField(help_text="The frame of the media at which the footage's first picture lies.")
    order_index = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="segment_is_at_least_a_frame", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="segment_is_within_its_bounds",
                condition=Q(start__gte=F("bound_start"), end__lte=F("bound_end"), anchor__lte=F("bound_start")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "order_index"], name="segment_order", condition=Q(active=True))
        ]

    def __str__(self) -> str:
        return f"{self.id} [{self.start}, {self.end})"

    @classmethod
    def from_db(cls, *columns: Any, **how: Any) -> "Segment":
        row = super().from_db(*columns, **how)
        row.stored = row.placed
        return row

    @property
    def placed(self) -> tuple[object, ...]:
        return self.start, self.end, self.order_index, self.active

    @property
    def frames(self) -> int:
        return self.end - self.start


class TimelineRevision(models.Model):
    """What played after an edit: `segments` is [[id, start, end], …] in order. Never changed once written.

    `parent` is the number of the revision that was edited, 0 for nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="timeline_revisions")
    number = models.PositiveIntegerField()
    parent = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    segments = models.JSONField(default=list)
    user_id = models.CharField(max_length=40, null=True, blank=True)
    key_id = models.CharField(max_length=40, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="timeline_revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} r{self.number} ({self.action})"


class Preview(models.Model):
    """A picture or clip that was rendered for looking at, found again by the hash of all that decides it."""

    organization_id = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    asset_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(help_text="Or when it was last asked for, to the day.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "key"], name="preview_once_per_content")
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="preview_age")]

    def __str__(self) -> str:
        return self.key[:12]


class Export(models.Model):
    """A timeline as a file: rendered by the job of the same id, kept until `expires_at`."""

    job_id = models.CharField(primary_key=True, max_length=40)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exports")
    format = models.CharField(max_length=8)
    revision = models.PositiveIntegerField()
    frames = models.PositiveIntegerField()
    asset_id = models.CharField(max_length=40, default="", blank=True)
    report = models.JSONField(default=dict, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-job_id"], name="export_page"),
            models.Index(fields=["expires_at"], name="export_expiry", condition=~Q(asset_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.job_id}"
