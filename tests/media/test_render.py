"""A rendered film: every frame and sample accounted for, words where they can be read, whole or not there at all."""

import itertools
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from generation.media import fonts
from generation.media.child import Maker
from generation.media.lettering import Typesetter
from generation.media.plan import Cue, FilmPlan, Layer, Move, Overlay, Rate, Shot
from generation.media.probe import probe
from generation.media.render import render_film
from generation.media.sheet import contact_sheet
from generation.media.sound import read_sound
from generation.media.wording import envelope
from tests.media.pictures import flat_layer, textured_layer, tone
from wire.errors import GenerationFailed, MissingModel

WIDTH, HEIGHT = 320, 180


def film_of(folder, *colours, frames=20, dissolve=0, **kwargs) -> FilmPlan:
    shots = tuple(
        Shot(
            frames, (flat_layer(folder, WIDTH, HEIGHT, 0.1, colour),), 0.1, Move("push", 0.05), (), dissolve if n else 0
        )
        for n, colour in enumerate(colours)
    )
    return FilmPlan(WIDTH, HEIGHT, kwargs.pop("rate", Rate(25)), shots, **kwargs)


def frames_of(path) -> list[np.ndarray]:
    """Every frame as RGB."""
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


class TestPlan:
    def test_a_plan_that_does_not_hold_together_says_all_that_is_wrong(self, tmp_path):
        shot = Shot(10, (), 0.1, Move("push"), (Overlay("title", "Rain", "", 5, 20),), dissolve_frames=11)
        plan = FilmPlan(321, 180, Rate(25), (shot,), (Cue(0, 2000, ("a",)), Cue(1000, 3000, ("b",))))
        with pytest.raises(GenerationFailed) as caught:
            render_film(plan, tmp_path / "film.mp4")
        assert len(caught.value.details["problems"]) == 5

    def test_fades_lie_inside_of_what_they_fade(self):
        opacity = [envelope(frame, 10, 40, 8) for frame in range(50)]
        assert opacity[9] == opacity[40] == 0
        assert 0 < opacity[10] < 0.1
        assert opacity[18:32] == [1.0] * 14
        assert envelope(5, 5, 6, 8) == 1.0


@pytest.mark.media
class TestFilm:
    @pytest.mark.parametrize("rate", [Rate(25), Rate(24000, 1001)])
    def test_every_frame_and_every_sample_is_there(self, tmp_path, rate):
        plan = film_of(
            tmp_path, "#204060", "#806020", frames=37, rate=rate, audio=tone(tmp_path / "a.wav", 10), title="Ré"
        )
        result = render_film(plan, tmp_path / "film.mp4")
        assert result.frames == len(frames_of(result.path)) == 74
        found = probe(result.path)
        assert (found.width, found.height, found.rate, found.frames) == (WIDTH, HEIGHT, rate, 74)
        assert (found.video_codec, found.pixel_format, found.audio_codec, found.title) == (
            "h264",
            "yuv420p",
            "aac",
            "Ré",
        )
        assert found.duration_ms == result.duration_ms == rate.ms_at(74)
        assert len(read_sound(result.path)) == rate.samples_at(74, 48_000)

    def test_sound_that_is_too_short_is_followed_by_silence(self, tmp_path):
        plan = film_of(tmp_path, "#204060", frames=50, audio=tone(tmp_path / "a.wav", 1))
        sound = read_sound(render_film(plan, tmp_path / "film.mp4").path)
        assert len(sound) == 96_000
        assert np.abs(sound[60_000:]).max() < 0.001

    def test_it_is_tagged_bt709_starts_fast_and_can_be_cut_each_second(self, tmp_path):
        path = render_film(film_of(tmp_path, "#204060", frames=60), tmp_path / "film.mp4").path
        with av.open(str(path)) as file:
            context = file.streams.video[0].codec_context
            keys = [packet.pts * packet.time_base for packet in file.demux(video=0) if packet.is_keyframe]
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        assert [int(tag) for tag in tags] == [1, 1, 1, 1]
        assert keys == [Fraction(0), Fraction(1), Fraction(2)]
        content = path.read_bytes()
        assert content.index(b"moov") < content.index(b"mdat")

    def test_colours_survive(self, tmp_path):
        (frame, *_) = frames_of(render_film(film_of(tmp_path, "#c08040", frames=3), tmp_path / "film.mp4").path)
        assert frame[90, 160] == pytest.approx((0xC0, 0x80, 0x40), abs=4)

    def test_a_cut_is_a_cut_and_a_dissolve_takes_no_time_of_its_own(self, tmp_path):
        cut = frames_of(render_film(film_of(tmp_path, "#000000", "#ffffff"), tmp_path / "cut.mp4").path)
        assert cut[19].max() < 12
        assert cut[20].min() > 243
        plan = film_of(tmp_path, "#000000", "#ffffff", dissolve=10)
        dissolve = [frame.mean() for frame in frames_of(render_film(plan, tmp_path / "dissolve.mp4").path)]
        assert len(dissolve) == 40
        assert dissolve[19] < 12
        assert 100 < dissolve[25] < 160
        assert dissolve[30] > 243
        assert all(b >= a - 1 for a, b in itertools.pairwise(dissolve))

    def test_the_poster_is_the_liveliest_frame_without_words(self, tmp_path):
        dull = Shot(10, (flat_layer(tmp_path, WIDTH, HEIGHT, 0.1, "#303030"),), 0.1, Move("hold"))
        words = (Overlay("title", "RAIN", "", 0, 10),)
        lively = Shot(10, (textured_layer(tmp_path, WIDTH, HEIGHT, 0.1),), 0.1, Move("hold"), words)
        result = render_film(FilmPlan(WIDTH, HEIGHT, Rate(25), (dull, lively)), tmp_path / "film.mp4")
        poster = cv2.imread(str(result.poster))
        clean = cv2.imread(str(lively.layers[0].path))[18:-18, 32:-32]
        assert poster.shape == (HEIGHT, WIDTH, 3)
        assert np.abs(poster.astype(int) - clean).mean() < 4

    def test_progress_goes_by_frames(self, tmp_path):
        seen = []
        render_film(
            film_of(tmp_path, "#204060", frames=50), tmp_path / "f.mp4", report=lambda f, m: seen.append((f, m))
        )
        assert seen[0] == (12 / 50, "frame 12 of 50")
        assert seen[-1] == (1.0, "frame 50 of 50")

    def test_a_film_that_fails_leaves_nothing_and_spares_the_last_one(self, tmp_path):
        out = tmp_path / "film.mp4"
        first = render_film(film_of(tmp_path, "#204060", frames=5), out).path.read_bytes()
        broken = Shot(5, (Layer(tmp_path / "missing.png"),), 0.1, Move("push"))
        plan = film_of(tmp_path, "#204060", frames=5)
        with pytest.raises(GenerationFailed, match=r"missing\.png"):
            render_film(FilmPlan(WIDTH, HEIGHT, Rate(25), (*plan.shots, broken)), out)
        assert out.read_bytes() == first
        assert not list(tmp_path.glob(".*"))

    def test_the_same_plan_gives_the_same_bytes(self, tmp_path):
        plan = FilmPlan(
            WIDTH, HEIGHT, Rate(25), (Shot(30, (textured_layer(tmp_path, WIDTH, HEIGHT, 0.1),), 0.1, Move("push")),)
        )
        one, two = (render_film(plan, tmp_path / name).path for name in ("a.mp4", "b.mp4"))
        assert one.read_bytes() == two.read_bytes()

    def test_it_renders_in_a_child(self, tmp_path):
        maker, seen = Maker(), []
        try:
            plan = film_of(tmp_path, "#204060", frames=25)
            result = maker.call(
                "generation.media.render:render_film",
                plan,
                tmp_path / "film.mp4",
                on_progress=lambda f, m: seen.append(f),
            )
        finally:
            maker.kill()
        assert result.duration_ms == 1000
        assert result.path.exists()
        assert seen[-1] == 1.0


@pytest.mark.media
class TestWords:
    CUES = (Cue(400, 1600, ("More than nine hectares of roofs", "drain into one culvert.")),)

    def test_captions_are_shown_in_their_time_alone(self, tmp_path):
        plan = film_of(tmp_path, "#404040", frames=60, cues=self.CUES)
        frames = frames_of(render_film(plan, tmp_path / "film.mp4").path)
        bright = [frame[120:].max() > 90 for frame in frames]
        assert bright.index(True) == 10
        assert len(bright) - bright[::-1].index(True) == 40
        plain = FilmPlan(plan.width, plan.height, plan.rate, plan.shots, plan.cues, burn_captions=False)
        assert not any(frame.max() > 100 for frame in frames_of(render_film(plain, tmp_path / "plain.mp4").path))

    @pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720), (640, 360)])
    @pytest.mark.parametrize(
        "overlay",
        [
            Overlay("title", "The river that kept its name through nine hectares of rain", "A valley learns to wait"),
            Overlay("title", "Donaudampfschifffahrtsgesellschaft", "Ein Wort"),
            Overlay("lower_third", "Bartholomew Featherstonehaugh", "Chief hydrologist, Hallow Valley Water Company"),
            Overlay("note", "Source: Hallow Valley Water, press release, 12 March"),
        ],
        ids=lambda value: value.kind,
    )
    def test_letters_stay_inside_the_title_safe_area_and_off_the_captions(self, size, overlay):
        width, height = size
        setter = Typesetter(*size, has_captions=True)
        black = np.full((height * 3 // 2, width), 128, np.uint8)
        black[:height] = 16
        setter.overlay(overlay, black[:height]).lay_on(black, height)
        rows, columns = np.nonzero(black[:height] > 60)
        assert 0.05 * width <= columns.min()
        assert columns.max() <= 0.95 * width
        assert 0.05 * height <= rows.min()
        assert rows.max() <= setter.caption_top

    def test_a_title_leaves_the_middle_of_a_tall_frame_to_what_it_names(self):
        black = np.full((1920, 720), 128, np.uint8)
        black[:1280] = 16
        Typesetter(720, 1280, has_captions=False).overlay(
            Overlay("title", "Maison Orel", "Tonight"), black[:1280]
        ).lay_on(black, 1280)
        rows, _ = np.nonzero(black[:1280] > 60)
        assert 0.2 * 1280 <= rows.min() < rows.max() <= 0.33 * 1280

    @pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720), (640, 360)])
    def test_captions_of_full_lines_fit_the_safe_area(self, size):
        width, height = size
        lines = ("The municipality commissioned a WWII-type", "swimming pool, which MMMM nobody may swim in"[:42])
        setter = Typesetter(*size, has_captions=True)
        black = np.full((height * 3 // 2, width), 128, np.uint8)
        black[:height] = 16
        setter.caption(lines).lay_on(black, height)
        rows, columns = np.nonzero(black[:height] > 60)
        assert 0.05 * width <= columns.min()
        assert columns.max() <= 0.95 * width
        assert rows.min() >= setter.caption_top - 1
        assert rows.max() <= 0.95 * height

    @pytest.mark.parametrize("colour", [235, 200, 128, 16])
    def test_letters_stand_out_by_four_and_a_half_to_one_on_any_ground(self, colour):
        width, height = 640, 360
        frame = np.full((height * 3 // 2, width), 128, np.uint8)
        frame[:height] = colour
        setter = Typesetter(width, height, has_captions=True)
        overlay = setter.overlay(Overlay("lower_third", "Ruth Okafor", "Hydrologist"), frame[:height])
        overlay.lay_on(frame, height)
        ink = frame[:height].max() if colour < 200 else np.percentile(frame[230:280, 30:200], 99.5)
        ground = np.median(frame[230:280, 50:150])

        def light(luma):
            coded = (luma - 16) / 219
            return ((coded + 0.055) / 1.055) ** 2.4 if coded > 0.04045 else coded / 12.92

        assert (light(float(ink)) + 0.05) / (light(float(ground)) + 0.05) >= 4.4

    def test_names_beyond_latin_1_are_set_in_the_same_face(self):
        face = fonts.Face("inter", 600, 40)
        assert face.width("Łódź, Ősz, Ђорђе, Ελλάδα") > face.width("Łódź") > 60
        assert {run for run, _ in face._runs("Łódź")} == {"Ł", "ód", "ź"}


@pytest.mark.media
def test_a_contact_sheet_shows_the_film_in_order(tmp_path):
    colours = ("#a01010", "#10a010", "#1010a0", "#a0a010")
    film = render_film(film_of(tmp_path, *colours), tmp_path / "film.mp4").path
    sheet = cv2.imread(str(contact_sheet(film, tmp_path / "sheet.png", columns=2, rows=2)))[:, :, ::-1]
    height, width = sheet.shape[:2]
    seen = [sheet[round(height * y), round(width * x)] for y in (0.25, 0.75) for x in (0.25, 0.75)]
    for patch, colour in zip(seen, colours, strict=True):
        assert patch == pytest.approx(tuple(bytes.fromhex(colour[1:])), abs=8)


def test_missing_fonts_name_the_command_that_installs_them(monkeypatch, tmp_path):
    monkeypatch.delenv("STUDIO_FONTS", raising=False)
    monkeypatch.setattr(fonts, "__file__", str(tmp_path / "a" / "b" / "fonts.py"))
    with pytest.raises(MissingModel, match="make setup"):
        fonts.folder()
