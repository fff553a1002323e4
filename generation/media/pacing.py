"""How long a film stands before its first word, between its scenes and after its last; one truth for all who plan."""

GRID_MS = 40  # lines begin on frame boundaries: a line that grows moves what follows by whole frames
LEAD_IN_MS = 1800  # the title stands before the first word
TITLE_FADES_MS = 500
LONGEST_LEAD_IN_MS = 2920  # the first cut comes before the third second
SCENE_GAP_MS = 500  # on top of the last line's own pause
TAIL_MS = 1800  # the last picture holds and the music rings out


def reading_ms(text: str) -> int:
    """How long words on the screen need to be read once, at ease."""
    return 800 + 300 * len(text.split())


def lead_in_ms(title: str) -> int:
    """The title's reading time on the grid, as far as the first cut may wait."""
    return on_grid(min(max(reading_ms(title) + TITLE_FADES_MS, LEAD_IN_MS), LONGEST_LEAD_IN_MS))


def on_grid(ms: float) -> int:
    return -(-round(ms) // GRID_MS) * GRID_MS
