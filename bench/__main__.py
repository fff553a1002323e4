"""All benchmarks, one after the other: `make bench`."""

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def machine() -> str:
    """What the figures were measured on: cores, processor, system, Python, and how busy it is."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    processor = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} × {processor}, {platform.platform()}, Python {platform.python_version()}, load {load}"


if __name__ == "__main__":
    print(machine())
    failed = []
    for script in sorted(HERE.glob("*.py")):
        if script.stem in ("__init__", "__main__", "peers", "peer_moviepy", "peer_export", "filling"):
            continue
        print(f"\n== {script.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{script.stem}"], cwd=HERE.parent).returncode:
            failed.append(script.stem)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
