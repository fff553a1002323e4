"""The command line: `studio film notes.txt`. Exit codes: 0 done, 1 failed, 2 safe to retry as it is."""

import os
import sys
from collections.abc import Sequence

try:
    import typer
except ImportError:  # pragma: no cover - the package was installed without its command line
    sys.exit("The command line needs two packages more: pip install 'studio-sdk[cli]'")

from studio_sdk.cli import editor, everything, making, people, story, workflows
from studio_sdk.cli.session import session
from studio_sdk.errors import StudioError

DONE, FAILED, RETRY = 0, 1, 2

app = typer.Typer(
    name="studio",
    help="Drive a studio from a shell. Put --json behind any command for JSON; set STUDIO_URL and STUDIO_API_KEY, or "
    "keep them with `studio login`.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (making, people, story, editor, workflows, everything):
    part.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code. `--json` may stand anywhere before `--`."""
    own, _, text = _split(arguments)
    session.as_json = "--json" in own
    try:
        app([one for one in own if one != "--json"] + text, prog_name="studio", standalone_mode=False)
    except StudioError as error:
        session.fail(error)
        return RETRY if error.is_safe_to_retry else FAILED
    except TimeoutError as error:
        session.fail(error)
        return RETRY
    except (typer.Abort, KeyboardInterrupt):
        print("Stopped. What was started on the studio goes on.", file=sys.stderr)
        return FAILED
    except typer.TyperException as error:
        session.fail(error)
        return FAILED
    except BrokenPipeError:  # whoever read the rows has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        session.fail(error)
        return FAILED
    finally:
        session.close()
    return DONE


def _split(arguments: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """Options and what stands behind `--`, which is text whatever it looks like."""
    listed = list(arguments)
    if "--" not in listed:
        return listed, "", []
    at = listed.index("--")
    return listed[:at], "--", listed[at:]
