"""Exported files say where they come from: signed, whole, and still the files that they were."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.sealing import SealBroken
from generation.assets.models import SigningKey
from generation.assets.signing import identity, rotate
from generation.jobs.origin import LABEL, Origin, Used, manifest, sign_file, source_type
from generation.media.child import Maker
from generation.media.credentials import Identity, new_identity, sign, told_of

UNTRUSTED = "signingCredential.untrusted"  # nobody has vouched for the installation's own certificate
KINDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
PAINTER, VOICE, VENDOR = ("local", "studio-painter-1"), ("local", "kokoro-82m-int8"), ("openai", "gpt-image-1")
ORIGIN = Origin(models=(PAINTER, VOICE), sources=({"id": "src_1", "sha256": "a" * 64},))


@pytest.fixture(scope="module")
def who() -> Identity:
    return new_identity("A test")


@pytest.fixture(scope="module")
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    Image.fromarray(np.arange(64 * 48 * 3, dtype=np.uint32).reshape(48, 64, 3).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 20, np.uint8), "rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def frames(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


def signed(path: Path, who: Identity, origin: Origin = ORIGIN) -> dict[str, Any]:
    sign(path, manifest(origin, job_id="job_1", content_type="x"), who)
    told = told_of(path)
    assert told
    return told


def active(told: dict[str, Any]) -> dict[str, Any]:
    return told["manifests"][told["active_manifest"]]


def assertion(told: dict[str, Any], label: str) -> Any:
    return next(one["data"] for one in active(told)["assertions"] if one["label"] == label)


def failures(told: dict[str, Any]) -> set[str]:
    return {one["code"] for one in told["validation_results"]["activeManifest"]["failure"]}


def test_a_film_is_signed_and_plays_the_same_frames(film: Path, who: Identity) -> None:
    before = frames(film)
    told = signed(film, who)
    assert told["state"] == "Valid"
    assert failures(told) == {UNTRUSTED}
    assert frames(film) == before


def test_a_picture_is_signed_and_shows_the_same_pixels(picture: Path, who: Identity) -> None:
    before = Image.open(picture).tobytes()
    told = signed(picture, who)
    assert failures(told) == {UNTRUSTED}
    assert Image.open(picture).tobytes() == before


@pytest.mark.parametrize("ending", [".jpg", ".webp", ".svg", ".wav"])
def test_other_kinds_are_signed_too(tmp_path: Path, who: Identity, ending: str) -> None:
    path = tmp_path / f"file{ending}"
    if ending == ".svg":
        path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'
        )
    elif ending == ".wav":
        with av.open(str(path), "w") as out:
            stream = out.add_stream("pcm_s16le", rate=24000, layout="mono")
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 2400), np.int16), "s16", "mono")
            sound.sample_rate = 24000
            out.mux(stream.encode(sound))
    else:
        Image.new("RGB", (64, 48), "teal").save(path)
    assert failures(signed(path, who)) == {UNTRUSTED}


def test_one_changed_byte_shows(film: Path, who: Identity) -> None:
    signed(film, who)
    content = bytearray(film.read_bytes())
    at = content.index(b"mdat") + 40
    content[at] ^= 1
    film.write_bytes(content)
    told = told_of(film)
    assert told
    assert told["state"] == "Invalid"
    assert "assertion.bmffHash.mismatch" in failures(told)


def test_an_unsigned_file_says_nothing(picture: Path) -> None:
    assert told_of(picture) is None


def test_what_is_told_is_the_models_and_the_hashes_of_the_sources(picture: Path, who: Identity) -> None:
    told = signed(picture, who)
    assert active(told)["claim_generator_info"][0]["name"] == "Studio"
    assert assertion(told, LABEL) == {
        "job": "job_1",
        "models": [
            {"provider": "local", "model": "studio-painter-1"},
            {"provider": "local", "model": "kokoro-82m-int8"},
        ],
        "sources": [{"id": "src_1", "sha256": "a" * 64}],
    }
    (made,) = assertion(told, "c2pa.actions.v2")["actions"]
    assert made["action"] == "c2pa.created"
    assert made["digitalSourceType"] == f"{KINDS}compositeWithTrainedAlgorithmicMedia"


@pytest.mark.parametrize(
    ("models", "kind"),
    [
        ([VENDOR], "trainedAlgorithmicMedia"),
        ([VOICE, VENDOR], "trainedAlgorithmicMedia"),
        ([PAINTER, VOICE], "compositeWithTrainedAlgorithmicMedia"),
        ([PAINTER, ("blender", "cycles-4.5")], "algorithmicMedia"),
    ],
)
def test_the_source_type_is_what_the_models_are(models: list[tuple[str, str]], kind: str) -> None:
    assert source_type(models) == KINDS + kind


@pytest.mark.django_db
class TestOfAnInstallation:
    def test_the_key_is_made_once_and_kept_sealed(self) -> None:
        first = identity()
        assert first
        assert identity() == first
        row = SigningKey.objects.get()
        assert "PRIVATE KEY" in first.key
        assert "PRIVATE KEY" not in row.key
        assert "PRIVATE KEY" not in repr(first)

    def test_another_key_is_used_after_rotation_and_the_old_files_stay_good(self, picture: Path) -> None:
        old = identity()
        assert old
        signed(picture, old)
        rotate()
        assert identity() != old
        told = told_of(picture)
        assert told
        assert told["state"] == "Valid"

    def test_the_operators_own_key_is_used(self, settings: Any, tmp_path: Path, who: Identity) -> None:
        (tmp_path / "key.pem").write_text(who.key)
        (tmp_path / "chain.pem").write_text(who.chain)
        settings.STUDIO_C2PA_KEY_FILE = str(tmp_path / "key.pem")
        settings.STUDIO_C2PA_CERTIFICATES_FILE = str(tmp_path / "chain.pem")
        assert identity() == who
        assert not SigningKey.objects.exists()

    def test_the_root_is_printed_for_whoever_verifies(self, capsys: Any, settings: Any) -> None:
        call_command("signing_key")
        root = capsys.readouterr().out
        assert root.count("BEGIN CERTIFICATE") == 1
        call_command("signing_key", "--chain")
        assert capsys.readouterr().out.endswith(root)
        settings.STUDIO_C2PA = False
        with pytest.raises(CommandError):
            call_command("signing_key")

    def test_nothing_is_signed_while_it_is_switched_off(self, settings: Any, picture: Path, maker: Maker) -> None:
        settings.STUDIO_C2PA = False
        before = picture.read_bytes()
        assert not sign_file(picture, ORIGIN, job_id="job_1", maker=maker)
        assert picture.read_bytes() == before

    def test_a_file_that_cannot_be_signed_goes_out_as_it_is_and_the_log_says_so(
        self, tmp_path: Path, maker: Maker, caplog: Any
    ) -> None:
        path = tmp_path / "film.mp4"
        path.write_bytes(b"no film at all")
        with caplog.at_level(logging.WARNING):
            assert not sign_file(path, ORIGIN, job_id="job_1", maker=maker)
        assert path.read_bytes() == b"no film at all"
        assert "job_1: film.mp4 goes out unsigned" in caplog.text

    def test_a_lost_sealing_key_leaves_files_unsigned(
        self, picture: Path, maker: Maker, settings: Any, caplog: Any
    ) -> None:
        identity()
        settings.STUDIO_SEALING_KEYS = ["another"]
        with pytest.raises(SealBroken):
            identity()
        assert not sign_file(picture, ORIGIN, job_id="job_1", maker=maker)
        assert "unsigned" in caplog.text

    def test_an_edit_names_what_it_was_made_of_and_keeps_what_that_said(
        self, film: Path, tmp_path: Path, maker: Maker, who: Identity
    ) -> None:
        signed(film, who)
        edit = tmp_path / "edit" / "film.mp4"
        edit.parent.mkdir()
        edit.write_bytes(film.read_bytes())
        used = (Used(film, "ast_1", "b" * 64, "video/mp4", "parent"),)
        assert sign_file(edit, Origin(models=(("local", "studio-editor-1"),), used=used), job_id="job_2", maker=maker)
        told = told_of(edit)
        assert told
        assert failures(told) == {UNTRUSTED}
        actions = [one["action"] for one in assertion(told, "c2pa.actions.v2")["actions"]]
        assert actions == ["c2pa.opened", "c2pa.edited", "c2pa.transcoded"]
        (parent,) = active(told)["ingredients"]
        assert parent["relationship"] == "parentOf"
        assert parent["active_manifest"] in told["manifests"]

    def test_a_film_of_several_videos_is_composed_of_them(self, film: Path, tmp_path: Path, maker: Maker) -> None:
        edit = tmp_path / "edit" / "film.mp4"
        edit.parent.mkdir()
        edit.write_bytes(film.read_bytes())
        used = tuple(Used(film, f"ast_{number}", "b" * 64, "video/mp4") for number in range(2))
        assert sign_file(edit, Origin(models=(VENDOR,), used=used, is_encoded=False), job_id="job_2", maker=maker)
        told = told_of(edit)
        assert told
        assert failures(told) == {UNTRUSTED}
        actions = assertion(told, "c2pa.actions.v2")["actions"]
        assert [one["action"] for one in actions] == ["c2pa.created", "c2pa.placed", "c2pa.edited"]
        assert actions[2]["digitalSourceType"] == f"{KINDS}compositeWithTrainedAlgorithmicMedia"
        assert [one["relationship"] for one in active(told)["ingredients"]] == ["componentOf", "componentOf"]
