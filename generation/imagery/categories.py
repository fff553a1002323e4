# ruff: noqa: E501 - tables are read by the row
"""What external callers may ask for, by use: how each scene is staged, lit and seen. Data only."""

from dataclasses import dataclass

from generation.providers.base import CameraAngle, Mood, ShotSize


@dataclass(frozen=True, kw_only=True)
class Category:
    """`moments` are by who is in the picture: a team, one person, nobody. `stage` and `light` go to the painter."""

    key: str
    label: str
    team: str
    solo: str
    thing: str
    stage: str
    places: tuple[str, ...]
    light: str
    hour: str
    depth: str
    mood: Mood
    size: ShotSize
    angle: CameraAngle = "level"


CATEGORIES: dict[str, Category] = {
    f"category_{category.key}": category
    for category in (
        Category(key="product_launch", label="Product launch", team="A dynamic team moment", solo="A maker's quiet pride", thing="A first appearance", stage="people gathered round what is new, one of them nearest to it",
                 places=("office", "stage", "studio"), light="warm cinematic lighting", hour="dusk", depth="shallow depth of field", mood="proud", size="medium"),
        Category(key="business_presentation", label="Business presentation", team="A room that leans in", solo="A confident explanation", thing="An argument laid out", stage="somebody explaining, others listening at a table",
                 places=("meeting room", "office"), light="clear window light from the side", hour="day", depth="depth that leads from the speaker to the listeners", mood="curious", size="medium"),
        Category(key="customer_story", label="Customer story", team="A shared relief", solo="An unposed portrait of somebody who has been helped", thing="A trace of daily use", stage="one person in their own place, doing what they do",
                 places=("home", "workshop", "shop", "cafe"), light="soft natural light through a window", hour="dawn", depth="a close view with the room still readable", mood="hopeful", size="close"),
        Category(key="team_culture", label="Team and culture", team="An ordinary good day", solo="A colleague in the middle of something", thing="A desk that tells whose it is", stage="people at work together, nobody posing",
                 places=("office", "workshop", "factory floor"), light="light as it is found", hour="day", depth="several planes of activity", mood="hopeful", size="wide"),
        Category(key="hero_banner", label="Hero banner", team="A wide calm scene with people in it", solo="One figure and a lot of air", thing="One thing and a lot of air", stage="one subject on a third, room for words on the other side",
                 places=("coast", "mountains", "skyline", "field"), light="low directional light", hour="dawn", depth="long depth with a haze", mood="calm", size="extreme_wide"),
        Category(key="innovation", label="Innovation", team="A discovery being shared", solo="The second before somebody understands", thing="A prototype under a lamp", stage="hands and faces close to something unfinished",
                 places=("laboratory", "workshop", "office"), light="one cool source with a warm rim", hour="night", depth="shallow focus on the detail", mood="curious", size="close"),
        Category(key="sustainability", label="Sustainability", team="People at work outdoors", solo="One person who looks after a place", thing="Something growing where nothing grew", stage="people small in a living landscape",
                 places=("forest", "field", "garden", "wind farm"), light="early sun through leaves", hour="dawn", depth="deep focus from leaf to horizon", mood="hopeful", size="wide"),
        Category(key="event", label="Event", team="A crowd with one face in it", solo="The one who waits for their cue", thing="A stage before the doors open", stage="a stage or hall, seen from among the audience",
                 places=("stage", "park"), light="practical lamps and haze", hour="night", depth="silhouettes in front, light behind", mood="proud", size="wide"),
        Category(key="education", label="Education", team="A question being answered by many", solo="Somebody at the moment of understanding", thing="A page with marks on it", stage="learners and a teacher at one table",
                 places=("classroom", "library"), light="big window from the left", hour="day", depth="clear middle distance", mood="curious", size="medium"),
        Category(key="healthcare", label="Healthcare", team="A handover done with care", solo="A hand that is held", thing="A quiet room made ready", stage="a patient at eye height, care beside them",
                 places=("hospital", "home"), light="soft high light, true skin", hour="day", depth="gentle fall-off behind the face", mood="calm", size="medium"),
        Category(key="recruitment", label="Recruitment", team="The next desk", solo="The second week in a new job", thing="A locker with a new name", stage="somebody being shown how it is done",
                 places=("office", "factory floor", "workshop", "hospital"), light="daylight and task lamps", hour="day", depth="the newcomer sharp, the others soft", mood="hopeful", size="medium"),
        Category(key="food_and_hospitality", label="Food and hospitality", team="A table that fills up", solo="Hands that know the dough", thing="Something just served", stage="a table or counter, food in front",
                 places=("bakery", "cafe", "kitchen"), light="one warm practical against cool window light", hour="dawn", depth="close and shallow", mood="calm", size="close"),
        Category(key="real_estate", label="Places and buildings", team="A house in use", solo="Somebody coming home", thing="A room and its light", stage="the room from its door, lines leading in",
                 places=("home", "skyline", "city street"), light="sun across the floor", hour="dusk", depth="deep focus", mood="calm", size="wide"),
        Category(key="abstract_concept", label="Abstract idea", team="Many parts becoming one", solo="A single figure before a large form", thing="An idea as a shape", stage="one large form, one small sign of scale",
                 places=("abstract",), light="graded light without a source", hour="dusk", depth="layers of haze", mood="curious", size="wide"),
    )
}  # fmt: skip
