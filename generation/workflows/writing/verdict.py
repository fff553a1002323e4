"""What an advert's measures mean: a score each, what was seen, and what to do."""

from typing import Any

Json = dict[str, Any]


def verdict(measured: Json) -> Json:
    """The report of an advert's measures: hook, pace, lettering, contrast, loudness."""
    parts = [_hook(measured), _pace(measured), _lettering(measured), _contrast(measured), _loudness(measured)]
    return {
        "kind": "ad-optimizer",
        "score": round(sum(part["score"] for part in parts) / len(parts)),
        "durationMs": measured["durationMs"],
        "parts": parts,
        "priorities": [part for part in sorted(parts, key=lambda part: part["score"]) if part["advice"]][:3],
        "measured": {name: measured[name] for name in ("averageShotMs", "cutsAtFrame", "palette", "motion", "fps")},
        "shots": measured["shots"],
    }


def _part(name: str, score: float, seen: str, advice: str) -> Json:
    return {
        "part": name,
        "score": max(0, min(100, round(score))),
        "seen": seen,
        "advice": advice if score < 75 else None,
    }


def _hook(measured: Json) -> Json:
    """The first cut before the third second, something moving at once, and light from the first frame."""
    hook = measured["hook"]
    first = hook["firstCutMs"]
    score = 100.0 if first is not None and first <= 3000 else 60.0 if first is not None and first <= 5000 else 35.0
    if hook["firstMotionMs"] is None or hook["firstMotionMs"] > 800:
        score -= 20
    score -= min(40, hook["darkMs"] / 25)
    cut = "no cut" if first is None else f"first cut at {first / 1000:.1f} s"
    seen = f"{cut}; {hook['darkMs'] / 1000:.1f} s of black; motion {hook['motion']:g} of 255 levels a frame"
    return _part("hook", score, seen, "Begin with the strongest picture, and cut before the third second.")


def _pace(measured: Json) -> Json:
    """One to three seconds a shot; nothing that stands for longer than four."""
    average = measured["averageShotMs"] / 1000
    longest = max(shot["lengthMs"] for shot in measured["shots"]) / 1000
    score = 100.0 - max(0.0, average - 3.0) * 15 - max(0.0, longest - 4.0) * 8 - max(0.0, 0.7 - average) * 60
    seen = f"{len(measured['shots'])} shots of {average:.1f} s, the longest {longest:.1f} s"
    return _part("pace", score, seen, "Break shots that stand for longer than four seconds.")


def _lettering(measured: Json) -> Json:
    """Half of all watch without sound: words on the picture, a twentieth of its height, at 4.5 to 1."""
    found = measured["lettering"]
    if not found["contrastRatio"]:
        return _part("lettering", 30, "no lettering found", "Set captions: most watch without sound.")
    score = 40.0 + min(60.0, found["shownPercent"] * 0.8)
    score -= max(0.0, 4.5 - found["contrastRatio"]) * 12 + max(0.0, 3.0 - found["heightPercent"]) * 15
    seen = (
        f"in {found['shownPercent']} % of the pictures, {found['heightPercent']:g} % of the height, "
        f"contrast {found['contrastRatio']:g} : 1 (an estimate)"
    )
    return _part(
        "lettering", score, seen, "Set captions at 4 % of the height or more, on a shade, all the way through."
    )


def _contrast(measured: Json) -> Json:
    score = 100.0 - max(0.0, 150 - measured["contrast"]) * 0.8
    seen = f"{measured['contrast']:g} of 255 levels between dark and light"
    return _part("contrast", score, seen, "Open the levels: one clear light, one clear dark.")


def _loudness(measured: Json) -> Json:
    sound = measured["sound"]
    if sound is None or sound["lufs"] is None:
        return _part("loudness", 20, "no sound", "Lay music and a voice under it.")
    off = abs(sound["lufs"] + 16)
    score = 100.0 - max(0.0, off - 1) * 8 - max(0.0, (sound["truePeakDb"] or -9) + 1) * 15 - sound["startsAtMs"] / 100
    seen = (
        f"{sound['lufs']:g} LUFS, true peak {sound['truePeakDb']:g} dB, sound from {sound['startsAtMs'] / 1000:.1f} s"
    )
    return _part("loudness", score, seen, "Master it to -16 LUFS with peaks under -1.5 dB, and begin at once.")
