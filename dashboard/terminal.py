"""What a terminal gets beside a command's own output: a progress bar, and for whatever goes wrong one sentence."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from dashboard.errors import DashboardError


class Progress:
    """A bar on a terminal's stderr: files, rate, time left. Nothing in a pipe. Called with (done, total)."""

    def __enter__(self) -> Callable[[int, int], None]:
        self._bar: Any = None
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def _show(self, done: int, total: int) -> None:
        if 0 < done < total and done % max(1, total // 500):  # drawing it takes time, too
            return
        if self._bar is None:
            self._bar = click.progressbar(
                length=total,
                label="Reading",
                file=sys.stderr,
                show_pos=True,
                hidden=not sys.stderr.isatty(),
                item_show_func=lambda rate: rate,
            )
        seconds = self._bar.time_per_iteration
        self._bar.update(done - self._bar.pos, f"{1 / seconds:,.0f} files/s" if seconds else None)


def run(group: click.Group, program: str, arguments: Sequence[str]) -> int:
    """Run a command line. Returns the exit code; never raises, unless DASHBOARD_DEBUG=1 asks for the traceback."""
    try:
        code = _invoke(group, program, list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more when it ends
        return 141
    except (KeyboardInterrupt, click.Abort):
        return _fail("stopped before it was done.", 130)
    except click.UsageError as error:
        return _fail(_usage(error, program))
    except click.ClickException as error:
        return _fail(error.format_message())
    except DashboardError as error:
        return _fail(str(error))
    except Exception as error:
        if os.environ.get("DASHBOARD_DEBUG") == "1":
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return _fail(f"something unexpected went wrong ({what}); run it again with DASHBOARD_DEBUG=1 to see where.")
    return code


def _invoke(group: click.Group, program: str, arguments: list[str]) -> int:
    try:
        with group.make_context(program, arguments) as context:
            group.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return 0


def _fail(sentence: str, code: int = 2) -> int:
    click.echo(f"Error: {sentence}", err=True)
    return code


def _usage(error: click.UsageError, program: str) -> str:
    """Click's message and where to read more, as one sentence."""
    if close := getattr(error, "possibilities", None):
        return f"{error.message.rstrip('.')}: did you mean {' or '.join(close)}?"
    where = error.ctx.command_path if error.ctx is not None else program
    return f"{' '.join(error.format_message().split()).rstrip('.')}; see `{where} --help`."
