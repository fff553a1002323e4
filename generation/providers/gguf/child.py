"""The model's process: llama.cpp's own server on the loopback, open to whoever knows the key of this run.

`python -m generation.providers.gguf.child <parent pid> <fd>`; a `Wish` comes as JSON on standard input. Once the model
is loaded its address is written to the descriptor, or why there is none. The process ends with its parent and at the
end of its input. Its memory is watched by the parent: here, llama.cpp holds the interpreter while it loads.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import Any

from generation.media.processes import die_with_parent, limit_resources

_PROMPT_CACHE_MB = 256  # llama.cpp's own default is 8 GB


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`context` tokens are shared by up to `users` answers at a time, none longer than `answer` tokens."""

    model: str
    key: str
    context: int
    answer: int
    users: int
    threads: int
    rss_limit_mb: int

    def as_json(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> None:
    parent, out = map(int, sys.argv[1:])
    die_with_parent(parent)
    wish = Wish(**json.loads(sys.stdin.readline()))
    limit_resources(wish.rss_limit_mb)
    try:
        server = _serve(wish)
    except Exception as error:
        _tell(out, {"error": repr(error)})
        os._exit(1)
    _tell(out, {"address": server.listening_address})
    sys.stdin.read()  # the parent keeps it open for as long as it wants the model
    os._exit(0)  # without llama.cpp's clean-up, which waits for answers that nobody reads any more


def _tell(out: int, said: dict[str, str]) -> None:
    os.write(out, json.dumps(said).encode() + b"\n")


def _serve(wish: Wish) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wish.model
    params.api_keys = [wish.key]
    params.n_ctx, params.n_parallel, params.kv_unified = wish.context, wish.users, True
    params.n_predict = wish.answer  # what loops must end
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = wish.threads
    params.n_batch = 512  # a long prompt lets the other's answer go on in between
    params.cache_ram_mib = _PROMPT_CACHE_MB
    params.sampling.penalty_repeat = 1.1  # small models repeat themselves
    params.sampling.seed = 1  # the same question has the same answer
    params.ui, params.verbosity = False, 0
    return xllamacpp.Server(params)


if __name__ == "__main__":
    main()
