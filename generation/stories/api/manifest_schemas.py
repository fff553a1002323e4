"""The manifests of decks, boards and films as OpenAPI components."""

from rest_framework import serializers as s


def _nullable(field: type[s.Field]) -> s.Field:
    return field(allow_null=True)


class CastPortrait(s.Serializer):
    name = s.CharField()
    role = s.CharField()
    description = s.CharField()
    portraitUrl = _nullable(s.CharField)


class ScenePicture(s.Serializer):
    sceneIndex = s.IntegerField()
    heading = s.CharField()
    pictureUrl = _nullable(s.CharField)
    alt = s.CharField()


class MadeFile(s.Serializer):
    url = _nullable(s.CharField)
    bytes = _nullable(s.IntegerField)


class DocumentFile(MadeFile):
    contentType = s.CharField()


class DeckFiles(s.Serializer):
    pptx = DocumentFile()
    pdf = DocumentFile(required=False)


class DeckPoint(s.Serializer):
    figure = s.CharField()
    text = s.CharField()


class EvidenceSpan(s.Serializer):
    sourceId = s.CharField()
    start = s.IntegerField()
    end = s.IntegerField()


class DeckSlide(s.Serializer):
    number = s.IntegerField()
    kind = s.CharField()
    section = s.CharField()
    title = s.CharField()
    body = s.CharField()
    figure = s.CharField()
    points = DeckPoint(many=True)
    speaker = s.CharField()
    evidence = EvidenceSpan(many=True)
    pictureUrl = _nullable(s.CharField)

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `source` is an attribute of every serializer.
        return super().get_fields() | {"source": s.CharField()}


class MadeManifest(s.Serializer):
    type = s.CharField()
    status = s.CharField()
    title = s.CharField()
    madeBy = s.DictField(child=s.CharField())


class PitchDeckManifest(MadeManifest):
    slideCount = s.IntegerField()
    files = DeckFiles()
    slides = DeckSlide(many=True)


class BoardPdf(MadeFile):
    pages = s.IntegerField()


class StoryboardFrame(s.Serializer):
    number = s.IntegerField()
    scene = s.IntegerField()
    heading = s.CharField()
    shotSize = s.CharField()
    angle = s.CharField()
    move = s.CharField()
    transition = s.CharField()
    startMs = s.IntegerField()
    durationMs = s.IntegerField()
    character = s.CharField()
    line = s.CharField()
    action = s.CharField()
    pictureUrl = _nullable(s.CharField)
    alt = s.CharField()


class StoryboardManifest(MadeManifest):
    frameCount = s.IntegerField()
    durationMs = s.IntegerField()
    width = s.IntegerField()
    height = s.IntegerField()
    pdf = BoardPdf()
    frames = StoryboardFrame(many=True)


class FilmCaptions(s.Serializer):
    srtUrl = _nullable(s.CharField)
    vttUrl = _nullable(s.CharField)


class FilmFile(MadeFile):
    width = s.IntegerField()
    height = s.IntegerField()
    resolution = s.CharField()
    frames = s.IntegerField()
    posterUrl = _nullable(s.CharField)
    contactSheetUrl = _nullable(s.CharField)
    captions = FilmCaptions()


class FilmSound(MadeFile):
    durationMs = s.IntegerField()
    lufs = s.FloatField()
    truePeakDb = s.FloatField()


class FilmVoice(s.Serializer):
    voiceId = s.CharField()
    voiceName = s.CharField()
    gender = s.CharField()
    provider = s.CharField()


class ProductionVideoManifest(MadeManifest):
    durationMs = s.IntegerField()
    video = FilmFile()
    audio = FilmSound()
    sceneCount = s.IntegerField()
    lineCount = s.IntegerField()
    shotCount = s.IntegerField()
    voiceMap = s.DictField(child=FilmVoice())


class TrailerBeat(s.Serializer):
    beat = s.CharField()
    startMs = s.IntegerField()
    endMs = s.IntegerField()
    character = _nullable(s.CharField)
    line = _nullable(s.CharField)


class TrailerManifest(ProductionVideoManifest):
    beats = TrailerBeat(many=True)
