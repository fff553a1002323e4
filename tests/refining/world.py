"""A small script with a narrator, a host, an expert, a sceptic and a quoted voice; a longer one of the same source."""

from generation.providers.base import Character, Chart, Line, Scene, Script, Span

DURATION_MS = 44_000


def span(start: int, length: int = 40) -> tuple[Span, ...]:
    return (Span(source_id="src_1", start=start, end=start + length),)


def scene(heading: str, place: str, *lines: Line, chart: Chart | None = None) -> Scene:
    return Scene(
        heading=heading, mood="curious", place=place, time_of_day="day", weather="clear",
        picture=f"{place} at day", lines=lines, chart=chart,
    )  # fmt: skip


NARRATOR = Character(name="Narrator", role="narrator")
HOST = Character(name="Host", role="host", gender="female", description="asks")
EXPERT = Character(name="Expert", role="expert", gender="male")
SCEPTIC = Character(name="Sceptic", role="sceptic", description="wants proof")
MOE = Character(name="Anders Moe", role="quoted", gender="male", description="a retired skipper")
RUTH = Character(name="Ruth Adeyemi", role="quoted", gender="female")

SAVED = Line(character="Narrator", text="Members paid on average 38 percent less for heating.", evidence=span(0))
SCRIPT = Script(
    title="Harbour Heat",
    logline="A heat network owned by its customers has finished its first winter.",
    characters=(NARRATOR, HOST, EXPERT, SCEPTIC, MOE),
    scenes=(
        scene(
            "INT. HOME — DAY", "home", SAVED,
            chart=Chart(kind="number", title="Saved", values=(38.0,), labels=("less",), display="38 percent"),
        ),
        scene(
            "EXT. HARBOUR — DAY", "harbour",
            Line(character="Host", text="What happened?"),
            Line(
                character="Expert", evidence=span(100),
                text="A heat network owned by its customers has finished its first winter. "
                "It is now warming 1,240 homes.",
            ),
            Line(character="Narrator", text="Anders Moe is a retired skipper.", evidence=span(200)),
            Line(character="Anders Moe", text="I spent forty years trying to stay warm.", evidence=span(250)),
        ),
        scene(
            "EXT. SEA — DAY", "sea",
            Line(
                character="Sceptic", evidence=span(300),
                text="Let me stop you there. Divers found no change in the eelgrass. "
                "But one winter is too short to be sure.",
            ),
            Line(character="Host", text="Where does it go from here?"),
            Line(character="Expert", text="A vote of all members takes place on 18 April.", evidence=span(400)),
        ),
        scene(
            "INT. OFFICE — DAY", "office",
            Line(character="Host", text="And the neighbours?"),
            Line(character="Expert", text="Three other towns have sent delegations.", evidence=span(500)),
        ),
    ),
)  # fmt: skip

SPARE = Script(
    title="Harbour Heat",
    logline=SCRIPT.logline,
    characters=(NARRATOR, HOST, EXPERT, RUTH),
    scenes=(
        scene(
            "EXT. HARBOUR — DAY", "harbour", SAVED,
            Line(character="Expert", text="The network cost 18.6 million pounds.", evidence=span(150)),
            Line(
                character="Narrator", evidence=span(292, 6),
                text="During nine days of frost the pumps could not keep up, "
                "and a boiler supplied 11 percent of the heat.",
            ),
            Line(character="Host", text="Listen to Ruth Adeyemi.", evidence=span(350, 10)),
            Line(character="Ruth Adeyemi", text="We would rather publish the bad days too.", evidence=span(360, 30)),
            Line(character="Expert", text="The cooperative has published its drawings.", evidence=span(600)),
        ),
    ),
)  # fmt: skip
