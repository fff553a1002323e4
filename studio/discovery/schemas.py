"""Answers of the discovery operations as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

from generation.projects.models import Artifact, Source
from generation.stories.api.schemas import JOB_STATUSES
from generation.stories.api.serializers import MODES
from generation.stories.services import SOURCE_TYPES

AVAILABILITIES = ("available", "planned")


class CapabilitiesAuth(s.Serializer):
    schemes = s.ListField(child=s.CharField())
    scopes = s.ListField(child=s.CharField())
    supportsIdempotency = s.BooleanField()


class CrudScopes(s.Serializer):
    read = s.CharField()
    write = s.CharField()


class ProjectCapabilities(s.Serializer):
    available = s.BooleanField()
    crudScopes = CrudScopes()


class SourceTypeCapability(s.Serializer):
    """What is sent inline has `maxInlineBytes`, what is fetched the others."""

    type = s.ChoiceField(SOURCE_TYPES)
    availability = s.ChoiceField(AVAILABILITIES)
    maxInlineBytes = s.IntegerField(required=False)
    maxFetchBytes = s.IntegerField(required=False)
    contentTypes = s.ListField(child=s.CharField(), required=False)
    note = s.CharField(required=False)


class DigestCapability(s.Serializer):
    availability = s.ChoiceField(AVAILABILITIES)
    statuses = s.ListField(child=s.ChoiceField(Source.DigestStatus.choices))

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `fields` is an attribute of every serializer.
        return super().get_fields() | {"fields": s.ListField(child=s.CharField())}


class SourceCapabilities(s.Serializer):
    types = SourceTypeCapability(many=True)
    retentionPolicies = s.ListField(child=s.ChoiceField(Source.Retention.choices))
    digest = DigestCapability()


class DurationRange(s.Serializer):
    min = s.IntegerField()
    max = s.IntegerField()

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `default` is an argument of every field.
        return super().get_fields() | {"default": s.IntegerField()}


class ArtifactTypeCapability(s.Serializer):
    availability = s.ChoiceField(AVAILABILITIES)
    outputs = s.ListField(child=s.CharField(), required=False)
    modes = s.ListField(child=s.ChoiceField(MODES), required=False)
    durationSeconds = DurationRange(required=False)


class JobCapabilities(s.Serializer):
    available = s.BooleanField()
    statuses = s.ListField(child=s.ChoiceField(JOB_STATUSES))
    artifactStatuses = s.ListField(child=s.ChoiceField(Artifact.Status.choices))


class DocumentCapability(s.Serializer):
    url = s.CharField()
    availability = s.ChoiceField(AVAILABILITIES)


class WorkflowTier(s.Serializer):
    credits = s.IntegerField()
    makes = s.CharField()


class WorkflowCapability(s.Serializer):
    """What is planned has its title alone."""

    availability = s.ChoiceField(AVAILABILITIES)
    title = s.CharField()
    summary = s.CharField(required=False)
    needs = s.ListField(child=s.CharField(), required=False)
    formats = s.ListField(child=s.CharField(), required=False)
    tiers = s.DictField(child=WorkflowTier(), required=False)


class Capabilities(s.Serializer):
    version = s.CharField()
    status = s.CharField()
    auth = CapabilitiesAuth()
    projects = ProjectCapabilities()
    sources = SourceCapabilities()
    artifacts = s.DictField(child=ArtifactTypeCapability())
    jobs = JobCapabilities()
    workflows = s.DictField(child=WorkflowCapability())
    switches = s.DictField(child=s.BooleanField())
    docs = s.DictField(child=DocumentCapability())


class RecipePoll(s.Serializer):
    """Ask again as long as `field` of the answer has one of the values."""

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `field` and `while` are no names for attributes.
        return super().get_fields() | {"field": s.CharField(), "while": s.ListField()}


class RecipeBody(s.Serializer):
    """`needs` are names that the environment must have, `yields` says where in the answer the ones for later stand."""

    id = s.CharField()
    operationId = s.CharField()
    title = s.CharField()
    method = s.CharField()
    path = s.CharField()
    scopes = s.ListField(child=s.CharField())
    idempotencyKey = s.ChoiceField(("none", "accepted", "required"))
    needs = s.ListField(child=s.CharField())
    yields = s.DictField(child=s.CharField())
    poll = RecipePoll(allow_null=True)
    curl = s.CharField()
    node = s.CharField()


class Examples(s.Serializer):
    """Paste `setup`, with a key of yours, and then the recipes in their order."""

    version = s.CharField()
    baseUrl = s.CharField()
    setup = s.CharField()
    recipes = RecipeBody(many=True)
