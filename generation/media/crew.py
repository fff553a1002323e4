"""Several children behind the face of one `Maker`: calls from different threads run side by side."""

import queue
from typing import Any

from generation.media.child import Maker


class Crew(Maker):
    """`lanes` makers, each with its own child. A call takes the one that was free last, so that the models which it
    has loaded are used again; a call that finds none free waits for one.
    """

    def __init__(self, lanes: int, *, rss_limit_mb: int = 4096) -> None:
        super().__init__(rss_limit_mb=rss_limit_mb)
        self.lanes = lanes
        self._makers = [Maker(rss_limit_mb=rss_limit_mb) for _ in range(lanes)]
        self._free: queue.LifoQueue[Maker] = queue.LifoQueue()
        for maker in reversed(self._makers):
            self._free.put(maker)

    def call(self, target: str, *args: Any, **kwargs: Any) -> Any:
        """As `Maker.call`, in whichever child is free."""
        maker = self._free.get()
        try:
            return maker.call(target, *args, **kwargs)
        finally:
            self._free.put(maker)

    def kill(self) -> None:
        """Kills all children; every call in flight raises GenerationFailed."""
        for maker in self._makers:
            maker.kill()
