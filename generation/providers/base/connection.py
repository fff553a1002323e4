"""What a provider is to the studio: its adapters by capability, and the account that one of them works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from wire.addresses import Network


@dataclass(frozen=True, kw_only=True)
class Connection:
    """Where a vendor is reached, as whom, and which model does the work.

    What is empty is the operator's, from the environment. An address that a customer named is reached only where every
    address of its host is public or among `allowed`; None says that the operator named it, who may mean any.
    """

    base_url: str = ""
    key: str = field(default="", repr=False)
    model: str = ""
    allowed: tuple[Network, ...] | None = None


OPERATORS = Connection()

Adapter = Callable[[Maker | Quiet, Connection], Any]


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A vendor or an engine. `adapters` maps each capability to the class that does it, made of a `Maker`, in whose
    child process local work is done, and a `Connection`.

    `takes_account` says that a customer can bring an account: an address, a key, models. `models` suggests names of
    them for each capability, the usual one first.
    """

    title: str
    adapters: Mapping[str, Adapter]
    takes_account: bool = False
    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
