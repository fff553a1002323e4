"""Chromium as a witness: which picture it shows at which time of a film."""

import base64
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from generation.media.plan import Rate

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPEN = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const video = document.querySelector("video");
  video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
  await new Promise((good, bad) => {
    video.oncanplaythrough = good;
    video.onerror = () => bad(new Error(video.error.message));
  });
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  window.look = () => {  // the mean green of the middle of each of 4 x 4 blocks
    drawing.drawImage(video, 0, 0);
    const seen = [];
    for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) {
      const middle = (n, size) => Math.floor(size * (2 * n + 1) / 8) - 3;
      const left = middle(x, canvas.width), top = middle(y, canvas.height);
      const pixels = drawing.getImageData(left, top, 6, 6).data;
      let sum = 0;
      for (let i = 1; i < pixels.length; i += 4) sum += pixels[i];
      seen.push(sum / 36);
    }
    return seen;
  };
  return { width: video.videoWidth, height: video.videoHeight, duration: video.duration };
}"""
_PLAY = """async (speed) => {
  const video = document.querySelector("video"), seen = [];
  video.currentTime = 0;
  video.playbackRate = speed;
  const each = (now, frame) => {
    seen.push([frame.mediaTime, window.look()]);
    video.requestVideoFrameCallback(each);
  };
  video.requestVideoFrameCallback(each);
  const over = new Promise((good, bad) => {
    video.onended = good;
    video.onerror = () => bad(new Error(video.error.message));
  });
  await video.play();
  await over;
  return seen;
}"""
_SEEK = """async (times) => {
  const video = document.querySelector("video"), seen = [];
  video.pause();
  for (const time of times) {
    const shown = new Promise((good) => video.requestVideoFrameCallback((now, frame) => good(frame.mediaTime)));
    video.currentTime = time;
    seen.push([await shown, window.look()]);
  }
  return seen;
}"""


@contextmanager
def chromium() -> Iterator[Page]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        page.set_content("<video muted></video>")
        yield page
        browser.close()


class Player:
    """A film opened in `page`."""

    def __init__(self, page: Page, film: Path, rate: Rate) -> None:
        self._page, self._rate = page, rate
        self.facts: dict[str, Any] = page.evaluate(_OPEN, base64.b64encode(film.read_bytes()).decode())

    def play(self, *, speed: float = 0.5) -> dict[int, np.ndarray]:
        """By frame, what was shown while it played from beginning to end: the brightness of 4 × 4 blocks."""
        return self._by_frame(self._page.evaluate(_PLAY, speed))

    def at(self, frames: Sequence[int]) -> dict[int, np.ndarray]:
        """The same after a jump to each of `frames`."""
        times = [float((frame + 0.5) / self._rate.fraction) for frame in frames]
        return self._by_frame(self._page.evaluate(_SEEK, times))

    def _by_frame(self, seen: list[Any]) -> dict[int, np.ndarray]:
        return {round(time * float(self._rate.fraction)): np.array(blocks) for time, blocks in seen}
