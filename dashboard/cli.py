"""The command line. Each command is a few lines around one function; heavy libraries are imported where needed.

Exit codes: 0 done; 1 problems (`check` finds errors, `--strict` finds warnings too); 2 a mistake in the command, the
settings or the folder, told in one sentence; 130 stopped with Ctrl-C; 141 the reader of the output went away.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard import __version__, terminal
from dashboard.errors import DashboardError
from dashboard.filters import COMPARISONS, PERIODS, STATUSES
from dashboard.resources import SAMPLE
from dashboard.settings import FILE_NAME, NotAllowedError, parse_as_of, usable_settings
from dashboard.words import LANGUAGES, words

if TYPE_CHECKING:
    from dashboard.live import Live
    from dashboard.loader import LoadResult

PROGRAM = "editorial-dashboard"
_FOLDER = click.Path(path_type=Path, readable=False)  # the loader says what is wrong with it
_FILE = click.Path(dir_okay=False, path_type=Path)


class Commands(click.Group):
    """Knows what someone means who names a folder and no command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and Path(args[0]).is_dir():
            raise click.UsageError(f"`{args[0]}` is a folder, no command: {PROGRAM} serve {args[0]} serves it", ctx)
        return super().resolve_command(ctx, args)


def _checked(parse: Callable[[str], str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """An option's text as `parse` returns it; its ValueError becomes the message."""

    def callback(ctx: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
        try:
            return None if text is None else parse(text)
        except ValueError as error:
            raise click.BadParameter(f"{text!r}: {error}", ctx, parameter) from None

    return callback


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("it must be a day as 2026-03-13") from None


def _as_of(text: str) -> str:
    try:
        return parse_as_of(text)
    except NotAllowedError as error:
        raise ValueError(words("en").value(error.allowed)) from None


def _pair(_ctx: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    for text in texts:
        if not text.partition("=")[0] or "=" not in text:
            raise click.BadParameter(f"{text!r}: it must be NAME=VALUE")
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


settings_option = click.option(
    "--settings", "settings_file", type=_FILE, help="Settings file.  [default: dashboard.toml in the folder]"
)
full_option = click.option("--full", is_flag=True, help="Read every file again, also the unchanged ones.")
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes that read thousands of files.  [default: one a core, at most 4]",
)
strict_option = click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
as_of_option = click.option(
    "--as-of", callback=_checked(_as_of), metavar="DAY", help="Count as on this day: today, latest or 2026-03-13."
)

_FILTER_OPTIONS = (
    click.option("--period", type=click.Choice(PERIODS), help="[default: 12m; own with --from or --to]"),
    click.option("--from", "from_", callback=_checked(_day), metavar="DAY", help="First day, as 2026-01-01."),
    click.option("--to", callback=_checked(_day), metavar="DAY", help="Last day."),
    click.option("--compare", type=click.Choice(COMPARISONS), help="[default: before]"),
    click.option("--section", multiple=True, help='Only this section; may be repeated; "" is no section.'),
    click.option("--audience", multiple=True, help="Only this audience."),
    click.option("--tag", multiple=True, help="Only articles with one of these tags."),
    click.option("--language", multiple=True, help="Only this language."),
    click.option("--status", multiple=True, type=click.Choice(STATUSES), help="Only this status."),
    as_of_option,
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters of a page, as options; `_filters` makes of their values what a page's URL holds."""
    return reduce(lambda made, option: option(made), reversed(_FILTER_OPTIONS), command)


def _filters(chosen: dict[str, str | tuple[str, ...] | None]) -> dict[str, tuple[str, ...]]:
    return {
        option.rstrip("_"): value if isinstance(value, tuple) else (value,) for option, value in chosen.items() if value
    }


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """An editorial analytics dashboard for a folder of Markdown articles.

    Without a command: load and serve the sample.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(serve)


@cli.command()
@click.argument("content", type=_FOLDER, default=SAMPLE)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="Listen here; 0.0.0.0 is every network.")
@click.option("--database", type=_FILE, help="Database file.  [default: one a folder, in your data folder]")
@as_of_option
@settings_option
@click.option("--watch/--no-watch", default=True, show_default=True, help="Load again when a file changes.")
@full_option
def serve(
    content: Path,
    port: int,
    address: str,
    database: Path | None,
    as_of: str | None,
    settings_file: Path | None,
    watch: bool,
    full: bool,
) -> None:
    """Load a folder and serve its pages.

    CONTENT is the folder with the articles; without it the sample is served. The pages follow its changes.
    """
    from dashboard import live as serving
    from dashboard import serve as server

    server.check_port(port, address)
    for mistake in usable_settings(content, settings_file)[1]:  # the pages say so as well
        click.echo(f"Warning: {mistake}", err=True)
    live = serving.Live(content, database or serving.default_database(content), settings_file, as_of)
    server.prepare_logs()
    if content.is_dir():  # else the first load says what is wrong
        serving.start(live, watch=watch)
    try:
        _first_load(live, full)
        server.serve(live, port, address)
    finally:
        live.stop()


def _first_load(live: "Live", full: bool) -> None:
    """A folder that holds no article yet is served all the same: the pages say so, and fill when it does."""
    from dashboard.report import summary

    try:
        with terminal.Progress() as progress:
            result = live.load(full=full, progress=progress)
    except DashboardError as error:
        if not live.content.is_dir():
            raise
        if live.database.is_file():
            from dashboard.warehouse import Snapshot

            Snapshot(live.database)  # one that cannot be read ends here: there is nothing to show
        click.echo(f"Warning: {error}", err=True)
    else:
        click.echo(summary(result, live.content, live.database, few=0))


@cli.command()
@click.argument("content", type=_FOLDER)
@click.option("--database", type=_FILE, required=True, envvar="DASHBOARD_DATABASE", help="The file to write.")
@full_option
@jobs_option
@settings_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@strict_option
# As `serve` goes by them until they are mended.
@click.option("--usable-settings", "lenient", is_flag=True, hidden=True)
def load(
    content: Path,
    database: Path,
    full: bool,
    jobs: int | None,
    settings_file: Path | None,
    form: str,
    strict: bool,
    lenient: bool,
) -> None:
    """Load a folder into a database file.

    Says how many articles there are in CONTENT, what became of each file, and what is wrong.
    """
    from dashboard import report

    try:
        result = _load(content, database, settings_file, full, jobs, lenient)
    except DashboardError as error:
        if form == "json":
            click.echo(json.dumps(error.as_json(), ensure_ascii=False))
        raise
    click.echo(report.summary(result, content, database) if form == "text" else report.as_json(result))
    if strict:
        raise click.exceptions.Exit(report.exit_code(result.problems, strict))


@cli.command()
@click.argument("content", type=_FOLDER)
@settings_option
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@strict_option
def check(content: Path, settings_file: Path | None, form: str, strict: bool) -> None:
    """List what is wrong in a folder, and in its settings.

    One line a problem of CONTENT: `path:line: severity code message`. Exits with 1 when there is an error.
    """
    from dashboard import report
    from dashboard.loader import NoArticleError, load
    from dashboard.targets import all_mistakes, known_names
    from dashboard.warehouse import Snapshot

    settings, unusable = usable_settings(content, settings_file)
    file = settings_file or content / FILE_NAME
    for mistake in unusable:
        if mistake.values.get("where") != str(file):  # a variable, or a file that cannot be read at all
            raise mistake
    found = report.unusable(unusable, file)
    try:
        with tempfile.TemporaryDirectory(prefix=f"{PROGRAM}-") as folder, terminal.Progress() as progress:
            database = Path(folder) / "check.duckdb"
            result = load(content, database, settings, full=True, progress=progress)
            known = known_names(Snapshot(database)) if settings.targets or settings.required else {}
    except NoArticleError as error:
        if not error.problems and not found:
            raise
        for line in report.problems([*found, *error.problems], content, form):
            click.echo(line)
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(1) from None
    found += report.unmeant(all_mistakes(settings, known), file)
    told: list[report.Told] = [*found, *result.problems]
    for line in report.problems(told, content, form):
        click.echo(line)
    click.echo(report.counts(told), err=True)
    raise click.exceptions.Exit(report.exit_code(told, strict))


def _load(
    content: Path,
    database: Path,
    settings_file: Path | None,
    full: bool,
    jobs: int | None = None,
    lenient: bool = False,
) -> "LoadResult":
    from dashboard import loader

    settings, mistakes = usable_settings(content, settings_file)
    if mistakes and not lenient:
        raise mistakes[0]
    with terminal.Progress() as progress:
        return loader.load(content, database, settings, full=full, jobs=jobs, progress=progress)


@cli.command()
@click.argument("name", required=False)
@click.option("--list", "list_all", is_flag=True, help="List every query and the question it answers.")
@click.option("--database", type=_FILE, envvar="DASHBOARD_DATABASE", help="Database file.  [default: the sample's]")
@filter_options
@click.option("--set", "own", multiple=True, callback=_pair, metavar="NAME=VALUE", help="A query's own parameter.")
@settings_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query(
    name: str | None,
    list_all: bool,
    database: Path | None,
    own: dict[str, str],
    settings_file: Path | None,
    form: str,
    **chosen: str | tuple[str, ...] | None,
) -> None:
    """Run a query, with the page's filters.

    NAME is a file of queries/; --list shows them all.
    """
    from dashboard import ask
    from dashboard.live import default_database

    if list_all:
        columns, rows = ask.questions()
    elif name is None:
        raise click.UsageError("Name a query, or list them with --list")
    else:
        found = database or default_database(SAMPLE)
        columns, rows = ask.answer(name, found, _filters(chosen), own, settings_file)
    click.echo(ask.render(columns, rows, form))


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--database", type=_FILE, envvar="DASHBOARD_DATABASE", help="Database file.  [default: the sample's]")
@click.option("--format", "form", type=click.Choice(["parquet", "csv", "xlsx"]), default="parquet", show_default=True)
def export(folder: Path, database: Path | None, form: str) -> None:
    """Write every table of a database to a file in DIR."""
    from dashboard.export import export_tables
    from dashboard.live import default_database

    for table, rows in export_tables(database or default_database(SAMPLE), folder, form):
        click.echo(f"{folder / table}.{form}: {rows:,} rows")


@cli.command()
@click.argument("file", type=_FILE, metavar="FILE.ics")
@click.option("--database", type=_FILE, envvar="DASHBOARD_DATABASE", help="Database file.  [default: the sample's]")
@click.option("--drafts", is_flag=True, help="The drafts with a date from today on as well, as tentative.")
@click.option("--section", multiple=True, help='Only this section; may be repeated; "" is no section.')
@click.option("--audience", multiple=True, help="Only this audience.")
@click.option("--tag", multiple=True, help="Only articles with one of these tags.")
@as_of_option
@settings_option
def calendar(
    file: Path,
    database: Path | None,
    drafts: bool,
    settings_file: Path | None,
    **chosen: str | tuple[str, ...] | None,
) -> None:
    """Write what is scheduled as an iCalendar file.

    For anyone's calendar program. The same database gives the same file. Nothing scheduled gives an empty calendar: who
    follows the file sees what is gone. An article is the same event as long as its file keeps its name.
    """
    from dashboard.filters import Filters
    from dashboard.ical import scheduled_file
    from dashboard.live import default_database
    from dashboard.pack.files import replace_file

    filters = Filters.from_query(_filters(chosen))
    content, articles = scheduled_file(database or default_database(SAMPLE), filters, settings_file, drafts=drafts)
    replace_file(file, content)
    nothing = ": nothing is scheduled, so the calendar is empty"
    click.echo(f"{file}: {articles:,} article{'' if articles == 1 else 's'}{'' if articles else nothing}")


@cli.command()
@click.argument("file", type=_FILE)
@click.option("--database", type=_FILE, envvar="DASHBOARD_DATABASE", help="Database file.  [default: the sample's]")
@filter_options
@click.option(
    "--blocks",
    metavar="NAMES",
    help="What goes in, in this order: overview,volume,…  [default: all but calendar, review, quality and articles]",
)
@click.option(
    "--notes",
    type=_FILE,
    help="Notes and decisions, and which earlier ones are done or dropped, as TOML (see the README).",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="[default: the language of the settings]")
@click.option("--link", default="", metavar="URL", help="Where the dashboard is, to link back to.")
@settings_option
def pack(
    file: Path,
    database: Path | None,
    blocks: str | None,
    notes: Path | None,
    lang: str | None,
    link: str,
    settings_file: Path | None,
    **chosen: str | tuple[str, ...] | None,
) -> None:
    """Make the meeting pack.

    FILE ends in .html, .pdf or .pptx, which says what is made. The same database, filters and notes give the same file.
    """
    from dashboard.live import default_database
    from dashboard.pack.command import write_pack

    os.environ["TZ"] = "UTC"  # vl-convert draws days in the machine's zone: one file, wherever it is made
    names = [name.strip() for name in blocks.split(",") if name.strip()] if blocks is not None else []
    found = database or default_database(SAMPLE)
    for trouble in write_pack(file, found, _filters(chosen), names, notes, lang, settings_file, link):
        click.echo(f"Warning: {trouble}", err=True)
    if sys.stdout.isatty():
        click.echo(f"Made {file}")


def main() -> None:
    sys.exit(terminal.run(cli, PROGRAM, sys.argv[1:]))
