"""The child process: one scene description in, PNG files out. Nothing else of ours imports `bpy`.

`python -m generation.providers.blender.child <parent pid> <folder>`; the description is JSON on standard input. The
last line of standard output is a JSON object: `{"near": true}`, or `{"missing": "why bpy cannot be imported"}`.
"""

import json
import os
import sys
from pathlib import Path

from generation.media.processes import die_with_parent
from generation.media.sandbox.confine import confine
from generation.media.sandbox.shim import libraries
from generation.providers.blender.scene import SceneDescription


def main() -> None:
    parent, folder = int(sys.argv[1]), Path(sys.argv[2])
    die_with_parent(parent)
    wanted = SceneDescription.from_json(sys.stdin.read())
    try:
        import bpy  # noqa: F401
    except ImportError as error:
        _say({"missing": str(error)})
        return
    from generation.providers.blender import interior, landscape, product, stage

    confine(readable=[*libraries(), Path("/proc"), Path("/sys"), Path("/etc")], writable=[folder])
    scene = stage.start()
    stage.set_up(scene, wanted)
    near = {"product": product, "interior": interior, "landscape": landscape}[wanted.kind].build(wanted)
    stage.shoot(scene, wanted, near, folder)
    _say({"near": bool(near)})


def _say(answer: dict[str, object]) -> None:
    print(json.dumps(answer), flush=True)
    os._exit(0)  # Blender's own clean-up has crashed on exit before, after the work was done


if __name__ == "__main__":
    main()
