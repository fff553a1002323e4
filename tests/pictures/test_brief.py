# ruff: noqa: E501 - outlines and tables are read by the row
"""How prompts are read: place, people, things. Pure, nothing is drawn."""

import pytest

from generation.providers.local.pictures.brief import find_place, read_request
from generation.providers.local.pictures.draw import set_stage
from generation.providers.local.pictures.registry import PLACES, SUBJECTS
from tests.pictures.world import request


class TestPlaces:
    @pytest.mark.parametrize(
        ("named", "key"),
        [
            ("city street", "street"), ("skyline", "skyline"), ("harbour", "harbour"), ("sea", "sea"), ("coast", "coast"),
            ("mountains", "mountains"), ("forest", "forest"), ("field", "field"), ("farm", "field"), ("desert", "desert"),
            ("river", "river"), ("village", "village"), ("office", "office"), ("meeting room", "meeting_room"),
            ("workshop", "factory"), ("factory floor", "factory"), ("laboratory", "laboratory"), ("hospital", "hospital"),
            ("classroom", "classroom"), ("library", "library"), ("shop", "shop"), ("bakery", "shop"), ("cafe", "shop"),
            ("kitchen", "kitchen"), ("home", "home"), ("stage", "stage"), ("server room", "data_center"), ("solar farm", "energy_farm"),
            ("wind farm", "energy_farm"), ("train station", "station"), ("road", "road"), ("garden", "garden"), ("park", "garden"),
            ("rooftop", "rooftop"), ("Data centre", "data_center"), ("SPACE", "space"),
        ],
    )  # fmt: skip
    def test_names_lead_to_places(self, named: str, key: str) -> None:
        assert find_place(named, "").key == key

    def test_the_place_field_outweighs_the_prompt(self) -> None:
        assert find_place("harbour", "an office with a view, an office desk").key == "harbour"

    def test_without_a_place_the_prompt_decides(self) -> None:
        assert find_place("", "A nurse walks through the hospital ward").key == "hospital"

    def test_what_nobody_knows_becomes_an_abstract_picture(self) -> None:
        assert find_place("zqx", "vlorb").key == "abstract"

    def test_no_two_things_or_places_share_a_key_and_each_has_words(self) -> None:
        assert all(entry.words for entry in [*PLACES.values(), *SUBJECTS.values()])


class TestPeopleAndThings:
    def test_roles_come_in_the_order_of_the_prompt(self) -> None:
        brief = read_request(request(prompt="a nurse talks to an engineer"))
        assert brief.roles[:2] == ("nurse", "engineer")
        assert brief.action == "talk"

    def test_a_plural_means_several(self) -> None:
        assert len(read_request(request(prompt="two scientists at work")).roles) == 2
        assert len(read_request(request(prompt="engineers on site")).roles) >= 2

    def test_things_are_found_by_their_synonyms(self) -> None:
        brief = read_request(request(prompt="loaves of bread and a cup of coffee", place="bakery"))
        assert [thing.key for thing in brief.things][:2] == ["bread", "cup"]

    def test_an_empty_wide_scene_gets_somebody_who_belongs_there(self) -> None:
        assert read_request(request(prompt="", place="laboratory")).roles == ("scientist",)

    def test_words_inside_other_words_do_not_count(self) -> None:
        assert read_request(request(prompt="a scarcity of bookings", place="office")).things == ()


class TestDrawings:
    def test_no_word_means_two_drawings(self) -> None:
        words = [word for thing in SUBJECTS.values() for word in thing.words]
        assert not {word for word in words if words.count(word) > 1}

    def test_a_thing_s_name_is_no_place(self) -> None:
        assert read_request(request(prompt="a kitchen knife", place="")).place.key == "studio"
        assert read_request(request(prompt="a chess board", place="")).place.key == "studio"
        assert read_request(request(prompt="a red bus in a city", place="")).place.key == "street"
        assert read_request(request(prompt="a solar farm", place="")).place.key == "energy_farm"

    @pytest.mark.parametrize("key", ["lion", "dragon", "owl", "castle", "pizza", "bed", "piano"])
    def test_what_is_asked_for_most_has_a_drawing_of_its_own(self, key: str) -> None:
        stage = set_stage(read_request(request(prompt=f"a {key}", place="")))
        assert key in stage.description


def test_what_lies_behind_nobody_is_sharp() -> None:
    def softest(prompt: str) -> float:
        stage = set_stage(read_request(request(prompt=prompt, place="street", shot_size="close")))
        return max(stage[name].blur for name in ("sky", "far", "mid"))

    assert softest("a quiet street") == 0
    assert softest("a nurse in the street") > 0
