"""Answers of the workflows family as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

from generation.workflows.api.present import STATUS_OF_JOB
from generation.workflows.catalogue import NAMES
from generation.workflows.kinds import QUALITIES

WORKFLOW_STATUSES = tuple(STATUS_OF_JOB.values())


def enveloped(name: str, body: type[s.Serializer]) -> type[s.Serializer]:
    """`{success, data}` around a body; made here because `data` is an attribute of every serializer."""

    def get_fields(self: s.Serializer) -> dict[str, s.Field]:
        return {"success": s.BooleanField(), "data": body()}

    return type(name, (s.Serializer,), {"get_fields": get_fields})


class WorkflowVideo(s.Serializer):
    format = s.CharField()
    cut = s.CharField()
    url = s.CharField()
    posterUrl = s.CharField()
    contactSheetUrl = s.CharField()
    srtUrl = s.CharField()
    vttUrl = s.CharField()
    width = s.IntegerField()
    height = s.IntegerField()
    duration = s.FloatField()


class WorkflowFile(s.Serializer):
    url = s.CharField()
    format = s.CharField(required=False)
    title = s.CharField(required=False)
    width = s.IntegerField(required=False)
    height = s.IntegerField(required=False)


class WorkflowMaker(s.Serializer):
    """Who did one thing; `asked` is the request's own word for it."""

    asked = s.CharField(allow_null=True)
    provider = s.CharField()
    model = s.CharField()
    fallback = s.BooleanField()
    note = s.CharField(allow_null=True)


class WorkflowResult(s.Serializer):
    videoUrl = s.CharField(required=False)
    duration = s.FloatField(required=False)
    imageUrl = s.CharField(required=False)
    videos = WorkflowVideo(many=True)
    images = WorkflowFile(many=True)
    documents = WorkflowFile(many=True)
    report = s.JSONField(allow_null=True)
    direction = s.JSONField(allow_null=True)
    madeBy = s.DictField()
    models = s.DictField(child=WorkflowMaker())
    credits = s.IntegerField()


class WorkflowStarted(s.Serializer):
    """With `async` false the result's fields stand beside these."""

    success = s.BooleanField()
    jobId = s.CharField()
    message = s.CharField()
    cost = s.IntegerField()
    videoUrl = s.CharField(required=False)
    duration = s.FloatField(required=False)


class WorkflowReview(s.Serializer):
    status = s.ChoiceField(["waiting", "approved", "edited", "rejected"])
    expiresAt = s.DateTimeField()
    note = s.CharField(allow_null=True)


class WorkflowRow(s.Serializer):
    jobId = s.CharField()
    type = s.ChoiceField(NAMES)
    quality = s.ChoiceField(QUALITIES)
    status = s.ChoiceField(WORKFLOW_STATUSES)
    step = s.CharField(allow_null=True)
    progress = s.IntegerField()
    message = s.CharField(allow_null=True)
    cost = s.IntegerField()
    charged = s.IntegerField(allow_null=True)
    projectId = s.CharField()
    batchId = s.CharField(allow_null=True)
    request = s.JSONField()
    review = WorkflowReview(allow_null=True)
    result = WorkflowResult(allow_null=True)
    error = s.CharField(allow_null=True)
    createdAt = s.DateTimeField()
    startedAt = s.DateTimeField(allow_null=True)
    finishedAt = s.DateTimeField(allow_null=True)


class WorkflowRows(s.Serializer):
    workflows = WorkflowRow(many=True)
    nextCursor = s.CharField(allow_null=True)


class Direction(s.Serializer):
    jobId = s.CharField()
    review = WorkflowReview(allow_null=True)
    direction = s.JSONField()


class BatchStarted(s.Serializer):
    success = s.BooleanField()
    batchId = s.CharField()
    jobIds = s.ListField(child=s.CharField())
    message = s.CharField()
    cost = s.IntegerField()


class BatchJob(s.Serializer):
    jobId = s.CharField()
    type = s.ChoiceField(NAMES)
    status = s.ChoiceField(WORKFLOW_STATUSES)
    progress = s.IntegerField()
    videoUrl = s.CharField(allow_null=True)
    error = s.CharField(allow_null=True)


class BatchRow(s.Serializer):
    batchId = s.CharField()
    total = s.IntegerField()
    completed = s.IntegerField()
    failed = s.IntegerField()
    pending = s.IntegerField()
    active = s.IntegerField()
    cost = s.IntegerField()
    createdAt = s.DateTimeField()
    jobs = BatchJob(many=True)


WorkflowAnswer = enveloped("WorkflowAnswer", WorkflowRow)
WorkflowPage = enveloped("WorkflowPage", WorkflowRows)
DirectionAnswer = enveloped("DirectionAnswer", Direction)
BatchAnswer = enveloped("BatchAnswer", BatchRow)


# ---------------------------------------------------------------- what an organization has and is


class SubscriptionPlan(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    status = s.ChoiceField(["active", "trial", "trial_expired"])
    monthlyCredits = s.IntegerField(allow_null=True, help_text="Null: as the operator gives.")
    trialEndsAt = s.DateTimeField(allow_null=True)
    trialDaysLeft = s.IntegerField(allow_null=True)
    reservedWorkflows = s.ListField(child=s.CharField(), help_text="Types that the plan does not include: 403.")
    apiAccess = s.BooleanField(help_text="Whether API keys may launch workflows.")
    webhooks = s.BooleanField()
    batchSize = s.IntegerField()


class UserCredits(s.Serializer):
    credits = s.IntegerField()
    monthly = s.IntegerField()
    perpetual = s.IntegerField()
    monthlyAllocated = s.IntegerField()
    cycleEndsAt = s.DateTimeField()
    plan = SubscriptionPlan()


class UserStats(s.Serializer):
    startDate = s.DateField()
    endDate = s.DateField()
    timeZone = s.CharField()
    totalProjects = s.IntegerField()
    projectsByType = s.DictField(child=s.IntegerField())
    completed = s.IntegerField()
    failed = s.IntegerField()
    canceled = s.IntegerField()
    active = s.IntegerField()
    creditsUsed = s.IntegerField()
    creditsByType = s.DictField(child=s.IntegerField())
    successRate = s.FloatField(allow_null=True, help_text="Percent of those that ended well or badly.")
    plan = SubscriptionPlan()


class TrendDay(s.Serializer):
    date = s.DateField()
    projects = s.IntegerField()
    creditsUsed = s.IntegerField()


class TypeUsage(s.Serializer):
    type = s.ChoiceField(NAMES)
    projects = s.IntegerField()
    creditsUsed = s.IntegerField()


class CreditShare(s.Serializer):
    operation = s.CharField()
    creditsUsed = s.IntegerField()
    share = s.FloatField(help_text="Percent.")


class PeakHour(s.Serializer):
    hour = s.IntegerField()
    projects = s.IntegerField()


class UsageTotals(s.Serializer):
    projects = s.IntegerField()
    creditsUsed = s.IntegerField()


class Outcomes(s.Serializer):
    completed = s.IntegerField()
    failed = s.IntegerField()
    canceled = s.IntegerField()
    active = s.IntegerField()
    successRate = s.FloatField(allow_null=True, help_text="Percent of those that completed or failed.")


class CostShare(s.Serializer):
    credits = s.IntegerField()
    projects = s.IntegerField()


class Stretch(s.Serializer):
    fromSeconds = s.IntegerField()
    toSeconds = s.IntegerField(allow_null=True)
    projects = s.IntegerField()


class Durations(s.Serializer):
    averageSeconds = s.FloatField(allow_null=True)
    longestSeconds = s.FloatField(allow_null=True)
    stretches = Stretch(many=True)


class UserAnalytics(s.Serializer):
    period = s.CharField()
    startDate = s.DateField()
    endDate = s.DateField()
    timeZone = s.CharField()
    trend = TrendDay(many=True)
    usageByType = TypeUsage(many=True)
    creditDistribution = CreditShare(many=True)
    peakHours = PeakHour(many=True)
    outcomes = Outcomes()
    costs = CostShare(many=True)
    durations = Durations()
    totals = UsageTotals()


class UserProject(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    type = s.CharField()
    jobId = s.CharField(allow_null=True)
    quality = s.CharField(allow_null=True)
    status = s.CharField(allow_null=True)
    creditsUsed = s.IntegerField(allow_null=True)
    result = WorkflowResult(allow_null=True)
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()


class UserProjectRows(s.Serializer):
    projects = UserProject(many=True)
    nextCursor = s.CharField(allow_null=True)


class BrandColorValues(s.Serializer):
    primary = s.CharField(required=False)
    secondary = s.CharField(required=False)
    accent = s.CharField(required=False)


class UserBrand(s.Serializer):
    name = s.CharField(allow_null=True)
    industry = s.CharField(allow_null=True)
    tone = s.CharField(allow_null=True)
    targetAudience = s.CharField(allow_null=True)
    colors = BrandColorValues()
    fonts = s.ListField(child=s.CharField())
    logoAssetId = s.CharField(allow_null=True)
    updatedAt = s.DateTimeField(allow_null=True)


class DocumentFailure(s.Serializer):
    code = s.CharField()
    message = s.CharField()


class KnowledgeDocument(s.Serializer):
    id = s.CharField()
    kind = s.ChoiceField(["file", "url"])
    url = s.CharField(allow_null=True)
    depth = s.IntegerField(allow_null=True)
    filename = s.CharField(allow_null=True)
    title = s.CharField(allow_null=True)
    status = s.ChoiceField(["PENDING", "INDEXING", "READY", "FAILED"])
    failure = DocumentFailure(allow_null=True)
    bytes = s.IntegerField()
    pages = s.IntegerField()
    chunks = s.IntegerField()
    characters = s.IntegerField()
    isTruncated = s.BooleanField()
    createdAt = s.DateTimeField()
    indexedAt = s.DateTimeField(allow_null=True)


class KnowledgeRows(s.Serializer):
    documents = KnowledgeDocument(many=True)
    nextCursor = s.CharField(allow_null=True)


class KnowledgeDeleted(s.Serializer):
    id = s.CharField()
    deleted = s.BooleanField()


class KnowledgeHit(s.Serializer):
    documentId = s.CharField()
    title = s.CharField()
    url = s.CharField(allow_null=True, help_text="The page that says it.")
    filename = s.CharField(allow_null=True)
    text = s.CharField()
    start = s.IntegerField(help_text="In characters of the page's or file's text.")
    end = s.IntegerField()
    score = s.FloatField(help_text="Cosine, the nearest first.")


class KnowledgeHits(s.Serializer):
    query = s.CharField()
    results = KnowledgeHit(many=True)


class Available(s.Serializer):
    available = s.BooleanField()


class ModelsStatus(s.Serializer):
    capabilities = s.DictField(child=Available())
    workflows = s.DictField(child=Available())


UserCreditsAnswer = enveloped("UserCreditsAnswer", UserCredits)
UserStatsAnswer = enveloped("UserStatsAnswer", UserStats)
UserAnalyticsAnswer = enveloped("UserAnalyticsAnswer", UserAnalytics)
UserProjectsAnswer = enveloped("UserProjectsAnswer", UserProjectRows)
UserBrandAnswer = enveloped("UserBrandAnswer", UserBrand)
ModelsStatusAnswer = enveloped("ModelsStatusAnswer", ModelsStatus)
KnowledgeAnswer = enveloped("KnowledgeAnswer", KnowledgeDocument)
KnowledgePage = enveloped("KnowledgePage", KnowledgeRows)
KnowledgeDeletedAnswer = enveloped("KnowledgeDeletedAnswer", KnowledgeDeleted)
KnowledgeHitsAnswer = enveloped("KnowledgeHitsAnswer", KnowledgeHits)
