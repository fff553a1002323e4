"""All benchmarks, one after the other: `make bench`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    failed = []
    for script in sorted(HERE.glob("*.py")):
        if script.stem in ("__init__", "__main__", "peers", "peer_moviepy", "peer_export"):
            continue
        print(f"\n== {script.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{script.stem}"], cwd=HERE.parent).returncode:
            failed.append(script.stem)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
