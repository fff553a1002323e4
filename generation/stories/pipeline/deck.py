"""A plan's pitch deck: slides composed from the digest and the script, drawn, and written as PPTX and PDF."""

from pathlib import Path
from typing import Any

from generation.films.deck import SlideIdea, compose_deck, deck_words
from generation.films.screen import picture_request
from generation.films.script import digest_to_json, script_from_json
from generation.films.shots import ShotIdea
from generation.films.stages import Look, asset_path, counted
from generation.films.style import brand_colors
from generation.jobs.context import Call, Made, StageContext
from generation.media.layout.deck import picture_size
from generation.media.layout.pages import Deck, Slide
from generation.media.plan import Move
from generation.media.typefaces import typefaces
from generation.projects.models import Artifact
from generation.providers.base import PictureRequest, Script, ShotSize, Sitter
from generation.stories.models import StoryPlan
from generation.stories.pipeline.brief import source_texts
from generation.stories.pipeline.look import as_cast, look_of
from generation.stories.pipeline.storyboard import picture_call

Json = dict[str, Any]
_SIZES: tuple[ShotSize, ...] = ("wide", "medium", "extreme_wide", "medium")


def make_deck(ctx: StageContext, artifact: Artifact, plan: StoryPlan, draft: Json) -> Json:
    """Compose, draw and write the deck. Returns the revision's content."""
    script, look = script_from_json(draft), look_of(artifact, plan)
    digest = _digest(ctx, plan)
    slides = compose_deck(digest, script, **deck_words(plan.target))
    pictures, painter = _pictures(ctx, script, slides, look)
    labels = {text.id: text.label or "the brief" for text in source_texts(plan)}
    deck = Deck(
        title=script.title,
        author=artifact.project.name,
        ratio=look["width"] / look["height"],
        colors=tuple(c.lstrip("#") for c in (*brand_colors(look.get("style", "")), *look["brandColors"])[:1]),
        family=typefaces(look["fonts"]).title,
        slides=tuple(_slide(ctx, slide, pictures.get(n), labels) for n, slide in enumerate(slides)),
    )
    ctx.progress(0.92, "Setting the slides")
    files = _written(ctx, deck, with_pdf=artifact.request.get("includePdf", True))
    return {
        "draft": draft,
        "slides": [
            _told(slide, deck.slides[n], pictures[n].assets["picture"] if n in pictures else None)
            for n, slide in enumerate(slides)
        ],
        "files": files,
        "made": {"pictures": painter},
    }


def _digest(ctx: StageContext, plan: StoryPlan) -> Json:
    """The digest of all the plan's sources together, as planning made it."""
    writer, sources = ctx.adapter("story"), source_texts(plan)

    def make(folder: Path) -> Made:
        return Made(digest_to_json(writer.digest(sources)))

    return ctx.call("digest", info=writer.info, operation="digest", make=make).data


def _pictures(
    ctx: StageContext, script: Script, slides: tuple[SlideIdea, ...], look: Look
) -> tuple[dict[int, Made], str]:
    """By slide number: the picture of those that show one."""
    painter: Any = ctx.adapter("image")
    calls: dict[int, Call] = {}
    seen = as_cast(script, look, ctx.organization_id)
    for number, slide in enumerate(slides):
        request = _request(seen, slide, number, look)
        if request:
            calls[number] = picture_call(ctx, painter, f"slide-{number:02}", request)
    drawing = ctx.part("draw", span=(0.05, 0.9), outputs=ctx.outputs)
    made = drawing.call_each(list(calls.values()), tell=counted(drawing, "Drawing slide", len(calls)))
    return dict(zip(calls, made, strict=True)), f"{painter.info.provider}/{painter.info.model}"


def _request(script: Script, slide: SlideIdea, number: int, look: Look) -> PictureRequest | None:
    size = picture_size(slide.kind, look["width"] / look["height"])
    if size is None:
        return None
    own: Look = {**look, "width": size[0], "height": size[1]}
    if slide.portrait:
        who = next((c for c in script.characters if c.name == slide.portrait), None)
        sitter = Sitter(name=slide.portrait, role=slide.role, gender=who.gender if who else "neutral")
        return PictureRequest(prompt="", width=size[0], height=size[1], shot_size="close", sitter=sitter,
                              palette_seed=look["seed"], seed=look["seed"])  # fmt: skip
    if slide.scene is None:
        return None
    near = _SIZES[number % len(_SIZES)] if number else "extreme_wide"
    shot = ShotIdea(0, 0, slide.scene, 0, near, Move("hold", 0.0), turn=number)
    return picture_request(script, shot, own)


def _slide(ctx: StageContext, idea: SlideIdea, picture: Made | None, labels: dict[str, str]) -> Slide:
    sources = list(dict.fromkeys(labels.get(source, "a source since deleted") for source, _, _ in idea.spans))
    points, source = idea.points, ""
    if idea.kind == "sources":
        points = (*(("Source", label) for label in dict.fromkeys(labels.values())), *(("Open", p) for _, p in points))
    elif sources:
        source = f"Source: {', '.join(sources)}"
    elif idea.from_brief:
        source = "From the brief"
    return Slide(
        kind=idea.kind,
        eyebrow=idea.eyebrow,
        title=idea.title,
        body=idea.body,
        figure=idea.figure,
        points=points,
        values=idea.values,
        who=idea.who,
        role=idea.role,
        picture=asset_path(ctx, picture.assets["picture"]) if picture else None,
        alt=(picture.data.get("description") if picture else "") or "",
        source=source,
        notes=f"{idea.eyebrow}. {idea.title}".strip(),
    )


def _written(ctx: StageContext, deck: Deck, *, with_pdf: bool) -> Json:
    pptx = ctx.workdir / "deck.pptx"
    pdf = ctx.workdir / "deck.pdf" if with_pdf else None
    ctx.maker.call("generation.media.layout.deck:write_deck", deck, pptx, pdf, timeout_s=180.0)
    content_type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    files = {"pptx": ctx.keep(pptx, content_type=content_type, filename="pitch-deck.pptx")}
    if pdf:
        files["pdf"] = ctx.keep(pdf, content_type="application/pdf", filename="pitch-deck.pdf")
    return files


def _told(idea: SlideIdea, slide: Slide, asset_id: str | None) -> Json:
    return {
        "kind": idea.kind,
        "eyebrow": idea.eyebrow,
        "title": idea.title or idea.eyebrow,
        "body": idea.body,
        "figure": idea.figure,
        "points": [{"figure": figure, "text": text} for figure, text in slide.points],
        "who": idea.who,
        "source": slide.source,
        "spans": [{"sourceId": source, "start": start, "end": end} for source, start, end in idea.spans],
        "assetId": asset_id,
    }
