"""Which voice of one provider stands in for which of another, so that a script keeps its cast when who speaks changes.

Pairs are alike in gender, accent and, as far as there is a choice, in depth. Names of two firms meet here: this is the
one table of it, read by the openai provider, and the other way round by the door for OpenAI's clients.
"""

# OpenAI's name → the local voice's id
OPENAI_TO_LOCAL = {
    "alloy": "blend-af_kore-am_fenrir-50",
    "ash": "am_puck",
    "ballad": "bm_george",
    "cedar": "am_michael",
    "coral": "af_heart",
    "echo": "am_fenrir",
    "fable": "bm_fable",
    "marin": "af_bella",
    "nova": "af_nova",
    "onyx": "am_onyx",
    "sage": "af_sarah",
    "shimmer": "bf_isabella",
    "verse": "bm_lewis",
}
_LOCAL_TO_OPENAI = {local: name for name, local in OPENAI_TO_LOCAL.items()} | {
    "af_kore": "sage",
    "bf_emma": "coral",
    "blend-bf_emma-bm_george-50": "alloy",
    "blend-af_nova-am_michael-40": "alloy",
}


def voice_of_openai(local_id: str) -> str | None:
    """OpenAI's voice for one of the local ones; by its gender where no pair is named, None for what is no voice."""
    if local_id in _LOCAL_TO_OPENAI:
        return _LOCAL_TO_OPENAI[local_id]
    if len(local_id) > 3 and local_id[1] in "fm" and local_id[2] == "_":
        return "nova" if local_id[1] == "f" else "onyx"
    return "alloy" if local_id.startswith("blend-") else None
