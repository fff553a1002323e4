"""As much of H.264 (ITU-T H.264, 7.3) as joining needs: NAL units, parameter sets, the avcC box (ISO 14496-15)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SLICE, IDR, SEI, SPS, PPS = 1, 5, 6, 7, 8
KEPT = {1, 2, 3, 4, IDR, SEI, 19}  # what a picture is made of, without headers, delimiters and ends of streams
_WITH_CHROMA = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134}  # profiles that name their chroma format


@dataclass(frozen=True)
class ParameterSets:
    """`sps` and `pps`: NAL units by their ids. `length_size` is how NAL units are framed in packets; 0: start codes."""

    length_size: int
    sps: Mapping[int, bytes] = field(default_factory=dict)
    pps: Mapping[int, bytes] = field(default_factory=dict)


class Bits:
    """Reads a NAL unit's payload bit by bit. Raises ValueError at its end."""

    def __init__(self, nal: bytes) -> None:
        raw = nal[1:]
        clean = bytearray()
        zeros = 0
        for byte in raw:
            if zeros >= 2 and byte == 3:
                zeros = 0
                continue
            zeros = zeros + 1 if byte == 0 else 0
            clean.append(byte)
        self._value = int.from_bytes(clean, "big")
        self._left = len(clean) * 8

    def u(self, bits: int) -> int:
        if bits > self._left:
            raise ValueError("the NAL unit ends early")
        self._left -= bits
        return self._value >> self._left & ((1 << bits) - 1)

    def ue(self) -> int:
        zeros = 0
        while not self.u(1):
            zeros += 1
            if zeros > 32:
                raise ValueError("no number")
        return (1 << zeros) - 1 + (self.u(zeros) if zeros else 0)

    def se(self) -> int:
        code = self.ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)


def nals(data: bytes, length_size: int) -> Iterator[bytes]:
    """The NAL units of a packet. Raises ValueError where a length leads outside."""
    if length_size == 0:
        yield from _between_start_codes(data)
        return
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + length_size], "big")
        at += length_size
        if at + size > len(data):
            raise ValueError("a NAL unit is longer than its packet")
        if size:
            yield data[at : at + size]
        at += size


def _between_start_codes(data: bytes) -> Iterator[bytes]:
    at = data.find(b"\0\0\1")
    while at >= 0:
        after = data.find(b"\0\0\1", at + 3)
        nal = data[at + 3 : after if after >= 0 else len(data)].rstrip(b"\0")
        if nal:
            yield nal
        at = after


def kind(nal: bytes) -> int:
    return nal[0] & 31


def sets_of(extradata: bytes) -> ParameterSets | None:
    """The parameter sets of an avcC box or of NAL units with start codes; None when it is neither."""
    try:
        if extradata[:1] == b"\1":
            units = list(_boxed(extradata))
            return _sorted(units, (extradata[4] & 3) + 1)
        return _sorted(list(_between_start_codes(extradata)), 0)
    except (ValueError, IndexError):
        return None


def _boxed(box: bytes) -> Iterator[bytes]:
    at = 5
    for mask in (31, 255):
        count = box[at] & mask
        at += 1
        for _ in range(count):
            size = int.from_bytes(box[at : at + 2], "big")
            nal = box[at + 2 : at + 2 + size]
            if not nal or len(nal) < size:
                raise ValueError("an avcC box ends early")
            yield nal
            at += 2 + size


def _sorted(units: list[bytes], length_size: int) -> ParameterSets:
    sps = {sps_id(nal): nal for nal in units if kind(nal) == SPS}
    pps = {Bits(nal).ue(): nal for nal in units if kind(nal) == PPS}
    return ParameterSets(length_size, sps, pps)


def sps_id(nal: bytes) -> int:
    bits = Bits(nal)
    bits.u(24)
    return bits.ue()


def brought(packet: bytes, sets: ParameterSets) -> bool | None:
    """Whether the parameter sets that the packet brings along are those of `sets`; None when it brings none."""
    same: bool | None = None
    try:
        for nal in nals(packet, sets.length_size):
            if kind(nal) in (SPS, PPS):
                known = sets.sps.get(sps_id(nal)) if kind(nal) == SPS else sets.pps.get(Bits(nal).ue())
                same = same is not False and known == nal
    except (ValueError, IndexError):
        return False
    return same


def united(headers: Sequence[bytes]) -> bytes | None:
    """One avcC box with every parameter set of `headers`; None when two differ under one number."""
    sps: dict[int, bytes] = {}
    pps: dict[int, bytes] = {}
    for box in headers:
        sets = sets_of(box)
        if sets is None:
            return None
        for found, known in ((sets.sps, sps), (sets.pps, pps)):
            if any(known.setdefault(number, nal) != nal for number, nal in found.items()):
                return None
    try:
        return box_of(sps, pps)
    except ValueError:
        return None


def likeness(headers: bytes, number: int) -> dict[str, str]:
    """What makes x264 write pictures that fit beside those of `headers`: profile, level, and sets numbered `number`."""
    sets = sets_of(headers)
    nal = next(iter(sets.sps.values())) if sets else b"\x67\x64\x00\x28"
    profile = {66: "baseline", 77: "main"}.get(nal[1], "high")
    return {"profile": profile, "like": f"sps-id={number}:level={nal[3] // 10}.{nal[3] % 10}"}


def is_idr(packet: bytes, sets: ParameterSets) -> bool:
    """Whether the packet is an IDR picture: nothing after it refers to anything before."""
    try:
        return any(kind(nal) == IDR for nal in nals(packet, sets.length_size))
    except ValueError:
        return False


def box_of(sps: Mapping[int, bytes], pps: Mapping[int, bytes]) -> bytes:
    """An avcC box with these parameter sets, for NAL units framed by four bytes. Its level is the highest."""
    top = max(sps.values(), key=lambda nal: (nal[1], nal[3]))
    head = bytes((1, top[1], top[2], max(nal[3] for nal in sps.values()), 0xFF))
    units = bytes((0xE0 | len(sps),)) + b"".join(len(nal).to_bytes(2, "big") + nal for nal in sps.values())
    units += bytes((len(pps),)) + b"".join(len(nal).to_bytes(2, "big") + nal for nal in pps.values())
    tail = b""
    if top[1] not in (66, 77, 88):
        bits = Bits(top)
        bits.u(24)
        bits.ue()
        chroma = bits.ue()
        if chroma == 3:
            bits.u(1)
        tail = bytes((0xFC | chroma, 0xF8 | bits.ue(), 0xF8 | bits.ue(), 0))
    return head + units + tail
