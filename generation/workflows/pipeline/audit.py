"""The steps of a page's audit: read it, judge it, and hand over a report as data and as a PDF."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.pipeline.direct import brief_of, read_page
from generation.workflows.writing.audit import audit
from generation.workflows.writing.brief import Brief

Json = dict[str, Any]


def research(ctx: StageContext) -> Json:
    page = read_page(ctx)
    brief = replace(brief_of(ctx, page), facts=())
    return {"page": page, "brief": brief.as_dict()}


def judge(ctx: StageContext) -> Json:
    read = ctx.outputs["research"]
    has_rewrites = ctx.params["quality"] == "premium"
    return audit(read["page"], Brief.from_dict(read["brief"]), has_rewrites=has_rewrites)


def deliver(ctx: StageContext) -> Json:
    report = ctx.outputs["audit"]
    path: Path = ctx.workdir / "audit.pdf"
    pages = ctx.maker.call("generation.media.layout.audit:write_audit", report, path)
    asset_id = ctx.keep(path, content_type="application/pdf", filename="audit.pdf")
    document = {"title": f"Audit of {report['url']}", "suffix": ".pdf", "pages": pages, "assetId": asset_id}
    return {
        "videos": [], "images": [], "documents": [document], "report": report, "direction": None,
        "madeBy": {"text": "local/studio-audit-1"},
    }  # fmt: skip
