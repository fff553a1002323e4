"""A coverage report as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

from generation.stories.api.schemas import nullable
from generation.stories.models import CoverageReport

COVERAGE_STATUSES = tuple(CoverageReport.Status.values)


class CoverageRequested(s.Serializer):
    reportId = s.CharField()
    jobId = s.CharField()
    status = s.ChoiceField(COVERAGE_STATUSES)


class CoverageAct(s.Serializer):
    act = s.CharField()
    firstEntryIndex = nullable(s.IntegerField)
    lastEntryIndex = nullable(s.IntegerField)
    scenes = s.ListField(child=s.IntegerField())
    seconds = s.FloatField()


class CoverageTurn(s.Serializer):
    entryIndex = s.IntegerField()
    sceneIndex = s.IntegerField()
    atPercent = s.IntegerField()
    kind = s.CharField()
    reason = s.CharField()
    text = s.CharField()


class CoverageStructure(s.Serializer):
    acts = CoverageAct(many=True)
    turns = CoverageTurn(many=True)


class CoverageCharacter(s.Serializer):
    name = s.CharField()
    role = s.CharField()
    lines = s.IntegerField()
    words = s.IntegerField()
    share = s.FloatField()
    scenes = s.ListField(child=s.IntegerField())
    firstEntryIndex = s.IntegerField()
    lastEntryIndex = s.IntegerField()
    function = s.CharField()
    arc = s.CharField()


class CoverageLongestLine(s.Serializer):
    entryIndex = s.IntegerField()
    words = s.IntegerField()


class CoveragePhrase(s.Serializer):
    phrase = s.CharField()
    entries = s.ListField(child=s.IntegerField())


class CoverageDialogue(s.Serializer):
    lines = s.IntegerField()
    words = s.IntegerField()
    wordsPerLine = s.FloatField()
    longestLine = CoverageLongestLine()
    questions = s.IntegerField()
    unansweredQuestions = s.ListField(child=s.IntegerField())
    quotes = s.IntegerField()
    linesWithFigures = s.IntegerField()
    speakerChanges = s.FloatField()
    repeatedPhrases = CoveragePhrase(many=True)
    groundedShare = s.FloatField()


class CoverageScene(s.Serializer):
    sceneIndex = s.IntegerField()
    heading = s.CharField()
    seconds = s.FloatField()
    words = s.IntegerField()
    wordsPerMinute = s.IntegerField()
    share = s.FloatField()


class CoverageMonologue(s.Serializer):
    character = s.CharField()
    firstEntryIndex = s.IntegerField()
    lastEntryIndex = s.IntegerField()
    words = s.IntegerField()
    seconds = s.FloatField()


class CoveragePacing(s.Serializer):
    seconds = s.FloatField()
    wordsPerMinute = s.IntegerField()
    scenes = CoverageScene(many=True)
    longestMonologue = CoverageMonologue()


class CoverageMark(s.Serializer):
    category = s.CharField()
    mark = s.IntegerField(min_value=1, max_value=10)
    reason = s.CharField()


class CoverageFinding(s.Serializer):
    category = s.CharField()
    text = s.CharField()
    entries = s.ListField(child=s.IntegerField())


class CoverageVerdict(s.Serializer):
    verdict = s.ChoiceField(("pass", "consider", "recommend"))
    reason = s.CharField()


class CoverageFocus(s.Serializer):
    prompt = s.CharField()
    answer = s.CharField()
    entries = s.ListField(child=s.IntegerField())


class CoverageContent(s.Serializer):
    title = s.CharField()
    logline = s.CharField()
    synopsis = s.CharField()
    structure = CoverageStructure()
    characters = CoverageCharacter(many=True)
    dialogue = CoverageDialogue()
    pacing = CoveragePacing()
    marks = CoverageMark(many=True)
    strengths = CoverageFinding(many=True)
    weaknesses = CoverageFinding(many=True)
    recommendation = CoverageVerdict()
    focus = CoverageFocus(allow_null=True)


class CoverageBody(s.Serializer):
    id = s.CharField()
    artifactId = s.CharField()
    revision = s.IntegerField()
    status = s.ChoiceField(COVERAGE_STATUSES)
    focusPrompt = nullable(s.CharField)
    report = CoverageContent(allow_null=True)
    failureCode = nullable(s.CharField)
    failureMessage = nullable(s.CharField)
    createdAt = s.DateTimeField()
    completedAt = nullable(s.DateTimeField)


class CoverageAnswer(s.Serializer):
    coverage = CoverageBody(allow_null=True)
