#!/usr/bin/env python3
"""The main job, as a client would do it: a press release in, a film, its sound, the script and a receipt out.

Starts a studio of its own on a free port, drives the public API over HTTP, and stops what it started. Standard
library only, so that it reads as an example for any language.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "demo"
PRESS_RELEASE = ROOT / "docs" / "examples" / "press-release.txt"
START_TIMEOUT_S = 120
BAR_WIDTH = 28


class ApiError(Exception):
    """The API refused; carries its own words."""


class Api:
    """A thin client: bearer key, JSON, one Idempotency-Key per write."""

    def __init__(self, base_url: str, key: str) -> None:
        self._base_url, self._key = base_url, key

    def get(self, path: str) -> Any:
        return self._call("GET", path, None)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._call("POST", path, body or {})

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        request = urllib.request.Request(f"{self._base_url}/api/v1{path}", method=method)  # noqa: S310
        request.add_header("Authorization", f"Bearer {self._key}")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
        try:
            with urllib.request.urlopen(request, data, timeout=60) as response:  # noqa: S310  # nosec B310 # its own studio
                return json.load(response)
        except urllib.error.HTTPError as error:
            answer = json.loads(error.read() or b"{}").get("error", {})
            raise ApiError(f"{method} {path}: {error.code} {answer.get('code')}: {answer.get('message')}") from None

    def events(self, job_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """A job's events as they happen; reconnects where it left off."""
        last = "0"
        while True:
            request = urllib.request.Request(f"{self._base_url}/api/v1/story-jobs/{job_id}/events")  # noqa: S310
            request.add_header("Authorization", f"Bearer {self._key}")
            request.add_header("Last-Event-ID", last)
            try:
                with urllib.request.urlopen(request, timeout=120) as stream:  # noqa: S310  # nosec B310 # its own studio
                    for event_id, name, data in _parse_events(stream):
                        last = event_id
                        yield name, data
                        if name in ("succeeded", "failed", "canceled"):
                            return
            except (TimeoutError, ConnectionError, urllib.error.URLError) as error:
                if isinstance(error, urllib.error.HTTPError):
                    raise ApiError(f"The event stream was refused: {error.code}") from None
            time.sleep(1)

    def download(self, url: str, target: Path) -> None:
        with urllib.request.urlopen(url, timeout=120) as response, target.open("wb") as sink:  # noqa: S310  # nosec B310 # its own studio
            shutil.copyfileobj(response, sink)


def _parse_events(stream: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(id, event, data) of a Server-Sent Events stream."""
    fields: dict[str, str] = {}
    for raw in stream:
        line = raw.decode().rstrip("\r\n")
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield fields.get("id", "0"), fields.get("event", "message"), json.loads(fields["data"])
            fields = {}


class Studio:
    """A studio of our own: web and worker on a free port, its data beside the demo's results."""

    def __init__(self, data: Path) -> None:
        self._env = {**os.environ, "STUDIO_DATA": str(data), "STUDIO_PORT": "0", "STUDIO_HOST": "127.0.0.1"}
        self._env.setdefault("STUDIO_MODELS", str(ROOT / "var" / "models"))
        self._ready = data / "ready.json"
        self._log = data / "studio.log"
        self._process: subprocess.Popen[bytes] | None = None
        data.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Studio":
        self._ready.unlink(missing_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--ready-file", str(self._ready)],
                cwd=ROOT,
                env=self._env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._ready.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise SystemExit(f"The studio did not start. Its log: {self._log}\n{self._log.read_text()[-2000:]}")
            time.sleep(0.1)
        self.url = json.loads(self._ready.read_text())["url"].rstrip("/")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def new_account(self) -> dict[str, str]:
        account: dict[str, str] = json.loads(self.manage("demo_account", "--json", "--new"))
        return account

    def manage(self, *arguments: str) -> str:
        """What a command of the studio's prints."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self._env, check=True, stdout=subprocess.PIPE, text=True).stdout


class Terminal:
    """Steps with their time and cost; a live bar where there is a terminal, a line per stage where there is none."""

    def __init__(self) -> None:
        self._live = sys.stdout.isatty()
        self.rows: list[tuple[str, float, int]] = []

    def step(self, name: str, seconds: float, credits: int) -> None:
        self.rows.append((name, seconds, credits))
        self._clear()
        print(f"  {name:<34} {seconds:7.1f} s  {credits:3} credits", flush=True)

    def follow(self, events: Iterator[tuple[str, dict[str, Any]]]) -> None:
        """Draw a job's progress. Raises `ApiError` with the job's own reason when it fails."""
        last_stage = None
        for name, data in events:
            if name in ("failed", "canceled"):
                self._clear()
                raise ApiError(f"The job {name}: {data.get('message') or data.get('reason')}")
            if "progress" not in data:
                continue
            text = data.get("message") or data.get("label") or data.get("stage", "")
            if self._live:
                done = round(data["progress"] * BAR_WIDTH)
                bar = "█" * done + "░" * (BAR_WIDTH - done)
                print(f"\r\x1b[2K  {bar} {data['progress']:4.0%}  {text}", end="", flush=True)
            elif data.get("stage") != last_stage:
                last_stage = data.get("stage")
                print(f"    {data['progress']:4.0%}  {text}", flush=True)
        self._clear()

    def _clear(self) -> None:
        if self._live:
            print("\r\x1b[2K", end="", flush=True)


def wait_for_plan(api: Api, plan_id: str) -> dict[str, Any]:
    while True:
        plan: dict[str, Any] = api.get(f"/story-plans/{plan_id}")["plan"]
        if plan["status"] not in ("PENDING", "RUNNING"):
            break
        time.sleep(0.3)
    if plan["status"] != "REQUIRES_APPROVAL":
        raise ApiError(f"The plan is {plan['status']}: {plan['failureMessage']}")
    return plan


def make_film(api: Api, text: str, label: str, *, seconds: int, screen: Terminal, out: Path = OUT) -> None:
    """Project → source → plan → approve → job → finalize as sound and film → files in `out`."""
    began = time.monotonic()

    def lap(name: str, credits: int) -> None:
        nonlocal began
        screen.step(name, time.monotonic() - began, credits)
        began = time.monotonic()

    project = api.post("/story-projects", {"name": label})["project"]
    source = api.post(f"/story-projects/{project['id']}/sources", {"type": "text", "content": text, "label": label})[
        "source"
    ]
    lap("Project and source", 0)
    plan = api.post(
        f"/story-projects/{project['id']}/story-plans",
        {
            "target": {
                "audience": "people who read the news",
                "objective": "explain what was announced and why it matters",
                "outcome": "the viewer can retell it",
                "tone": "warm, specific, calm",
            },
            "artifactRequests": [{"type": "table_read", "mode": "documentary", "durationSeconds": seconds}],
            "sourceIds": [source["id"]],
        },
    )["plan"]
    plan = wait_for_plan(api, plan["id"])
    lap(f"Plan ({len(plan['plan']['evidence'])} pieces of evidence)", 0)
    api.post(f"/story-plans/{plan['id']}/approve")
    job = api.post("/story-jobs", {"storyPlanId": plan["id"]})["job"]
    screen.follow(api.events(job["id"]))
    artifact = api.get(f"/story-jobs/{job['id']}/artifacts")["artifacts"][0]
    receipts = [api.get(f"/story-jobs/{job['id']}/receipt")["receipt"]]
    lap("Script", receipts[-1]["captured"])
    for mode, name in (("audio", "Voices, music and mix (MP3)"), ("video", "Pictures and film (MP4)")):
        status = api.post(f"/artifacts/{artifact['id']}/finalize", {"mode": mode, "record": True})["finalize"]
        screen.follow(api.events(status["jobId"]))
        receipts.append(api.get(f"/story-jobs/{status['jobId']}/receipt")["receipt"])
        lap(name, receipts[-1]["captured"])
    save_results(api, artifact["id"], receipts, out)
    lap("Download", 0)


def save_results(api: Api, artifact_id: str, receipts: list[dict[str, Any]], out: Path) -> None:
    manifest = api.get(f"/artifacts/{artifact_id}")["artifact"]["manifest"]
    api.download(manifest["video"]["url"], out / "film.mp4")
    api.download(manifest["video"]["contactSheetUrl"], out / "contact-sheet.jpg")
    api.download(manifest["video"]["captions"]["srtUrl"], out / "film.srt")
    api.download(manifest["audio"]["recordingUrl"], out / "film.mp3")
    script = api.get(f"/artifacts/{artifact_id}/script")["script"]
    (out / "script.json").write_text(json.dumps(script, indent=2, ensure_ascii=False) + "\n")
    summary = {
        "total": sum(receipt["captured"] for receipt in receipts),
        "credits": api.get("/credits")["credits"],
        "receipts": receipts,
    }
    (out / "receipt.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--brief", type=Path, default=PRESS_RELEASE, help="a text file to make the film of")
    parser.add_argument("--seconds", type=int, default=60, help="how long the film should be")
    options = parser.parse_args()
    try:
        text = options.brief.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        print(f"Cannot read {options.brief}: {error.strerror}", file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    screen = Terminal()
    label = options.brief.stem.replace("-", " ").replace("_", " ").strip().capitalize()[:200] or "Brief"
    began = time.monotonic()
    try:
        with Studio(OUT / "data") as studio:
            account = studio.new_account()
            print(f"A studio of our own at {studio.url}, {options.brief.name} in hand:")
            make_film(Api(studio.url, account["api_key"]), text, label, seconds=options.seconds, screen=screen)
    except ApiError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    credits = sum(row[2] for row in screen.rows)
    print(f"  {'In all':<34} {time.monotonic() - began:7.1f} s  {credits:3} credits")
    for name in ("film.mp4", "film.mp3", "script.json", "receipt.json"):
        path = OUT / name
        print(f"  {os.path.relpath(path, ROOT)}  ({path.stat().st_size:,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
