"""One turn of a conversation while it is answered."""

from dataclasses import dataclass, replace
from typing import Any

from generation.providers.base import ChatRequest, Craft, Persona
from generation.providers.local.companion.brief import Brief
from generation.providers.local.companion.treatment import Beat, Treatment, Wish, treat
from generation.providers.local.companion.voices import View

PRICE_OF = {"brief": "artifact", "script": "artifact", "shotlist": "artifact", "prompt_pack": "prompt_pack"}
DOCUMENT_OF: dict[Craft, str] = {
    "direction": "shotlist",
    "writing": "script",
    "camera": "prompt_pack",
    "cutting": "shotlist",
    "producing": "brief",
    "sound": "script",
}
SAYS = {"brief": "brief", "script": "script", "shotlist": "shot list", "prompt_pack": "prompt pack"}


# Whom a craft sends on to: the companion's id, and its name.
NEXT_COMPANION: dict[Craft, tuple[str, str]] = {
    "direction": ("cinematographer", "Cinematographer"),
    "writing": ("cinematic-director", "Cinematic Director"),
    "camera": ("editor", "Editor"),
    "cutting": ("sound-designer", "Sound Designer"),
    "producing": ("cinematic-director", "Cinematic Director"),
    "sound": ("editor", "Editor"),
}


@dataclass
class Turn:
    """One turn being answered. `notes` is what the next one will be given."""

    request: ChatRequest
    text: str
    notes: dict[str, Any]
    new: dict[str, str]
    brief: Brief
    wish: Wish
    treatment: Treatment

    @property
    def persona(self) -> Persona:
        return self.request.persona

    @property
    def craft(self) -> Craft:
        return self.request.persona.craft

    @property
    def view(self) -> View:
        return View(self.treatment, self.request.prices, self.request.project)

    def beat(self, key: str) -> Beat:
        """The movement of that name; the first one where the film has none."""
        return self.treatment.beat(key) or self.treatment.beats[0]

    def again(self, **changes: Any) -> None:
        """Treat the brief anew with other wishes."""
        self.wish = replace(self.wish, **changes)
        self.treatment = treat(self.brief, self.wish)
