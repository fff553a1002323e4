"""From HDR (BT.2100, PQ or HLG) to the colours of an ordinary screen: one table of 33³ colours for libavfilter."""

import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np

PQ, HLG = 16, 18  # transfer characteristics, ITU-T H.273
SIZE = 33
_WHITE_NITS = 203.0  # of a sheet of paper in HDR (ITU-R BT.2408)
_KNEE = 0.5  # up to here light stays as it is; above, it nears white without reaching it
_LUMA = np.array([0.2627, 0.6780, 0.0593])
_TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])  # BT.2087


def table(transfer: int) -> np.ndarray:
    """`[red, green, blue]` as BT.2100 stores them → RGB as BT.709 does, float64 `[33, 33, 33, 3]`, 0 to 1."""
    axis = np.linspace(0, 1, SIZE)
    coded = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    light = (_light_of_pq(coded) if transfer == PQ else _light_of_hlg(coded)) / _WHITE_NITS
    strongest = np.maximum(light.max(axis=-1, keepdims=True), 1e-9)
    linear = light * (_rolled_off(strongest) / strongest) @ _TO_709.T
    # What BT.709 cannot show is drawn towards the grey of its strength until it can.
    grey = np.clip(linear @ np.array([0.2126, 0.7152, 0.0722]), 0, 1)[..., None]
    apart = linear - grey
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(apart > 1e-9, (1 - grey) / apart, np.where(apart < -1e-9, -grey / apart, np.inf))
    shown = grey + apart * np.clip(room.min(axis=-1, keepdims=True), 0, 1)
    return np.asarray(np.clip(shown, 0, 1) ** (1 / 2.4))  # the screen's curve, BT.1886


def _light_of_pq(coded: np.ndarray) -> np.ndarray:
    """Nits (SMPTE ST 2084)."""
    power = coded ** (1 / 78.84375)
    return np.asarray(
        10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    )


def _light_of_hlg(coded: np.ndarray) -> np.ndarray:
    """Nits on a screen of 1000 (BT.2100, system gamma 1.2)."""
    scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - 0.55991073) / 0.17883277) + 0.28466892) / 12)
    return np.asarray(1000 * scene * np.maximum(scene @ _LUMA, 1e-9)[..., None] ** 0.2)


def _rolled_off(light: np.ndarray) -> np.ndarray:
    above = 1 - np.exp(-(light - _KNEE) / (1 - _KNEE))
    return np.where(light <= _KNEE, light, _KNEE + (1 - _KNEE) * above)


@lru_cache(maxsize=2)
def cube(transfer: int) -> Path:
    """The table as a .cube file, which libavfilter reads; it stays as long as the process's temporary folder."""
    rows = table(transfer).transpose(2, 1, 0, 3).reshape(-1, 3)
    path = Path(tempfile.mkdtemp(prefix="studio-hdr-")) / "table.cube"
    body = "\n".join(f"{red:.5f} {green:.5f} {blue:.5f}" for red, green, blue in rows.tolist())
    path.write_text(f"LUT_3D_SIZE {SIZE}\n{body}\n")
    return path
