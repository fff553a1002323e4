"""How long an attempt will still take, reckoned from what it has done so far. Pure."""

ENOUGH_DONE = 0.10  # of the job, in this attempt: from then on the pace is known
ENOUGH_S, SOMETHING_DONE = 5.0, 0.02  # or so many seconds with at least so much done


class Forecast:
    """Reckons in the attempt's own progress: what earlier attempts finished says nothing about this one's pace."""

    def __init__(self) -> None:
        self._began: tuple[float, float] | None = None

    def left_ms(self, progress: float, *, clock: float) -> int | None:
        """Milliseconds to go at `progress` (0 to 1) and `clock` (seconds); None while nobody can tell.

        The first call is where the attempt begins.
        """
        if self._began is None:
            self._began = (clock, progress)
        began_at, began_with = self._began
        elapsed, done = clock - began_at, progress - began_with
        if done < ENOUGH_DONE and (elapsed < ENOUGH_S or done < SOMETHING_DONE):
            return None
        return round(elapsed * (1.0 - progress) / done * 1000)
