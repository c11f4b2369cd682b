"""What a pack can hold: BLOCKS says which figures, sentences and tables each block shows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard import figures
from dashboard.charts.buckets import days
from dashboard.context import Context, fitting_granularity
from dashboard.headlines import Headline, headlines
from dashboard.pack import parts
from dashboard.pack.document import Block, Exhibit
from dashboard.pack.parts import Part, descending
from dashboard.review import changes, review
from dashboard.words import Words


@dataclass(frozen=True)
class Kind:
    """A block: the sentences it begins with, its figures, its tables."""

    parts: tuple[Part, ...] = ()
    says: Callable[[Context], list[str]] = lambda _: []
    tables: tuple[Callable[[Context], Exhibit | None], ...] = ()


def stands_out(context: Context) -> list[str]:
    """The sentences of Overview."""
    last = context.filters.days(context.as_of)[1]
    found = headlines(
        context.frame,
        context.words,
        narrowed=bool(context.filters.narrowed),
        running=last is None or last >= context.as_of,
    )
    return _said(found, context.words) or [context.words("overview.nothing_stands_out")]


def against_plan(context: Context) -> list[str]:
    """How far the plan is; or why nothing is said about it."""
    if context.filters.narrowed:
        return [context.words("pack.plan_narrowed")]
    finding = figures.plan_as_a_whole(context)
    return [context.words.plain(finding.key, **finding.values)]


def changed(context: Context) -> list[str]:
    """Which two quarters a review compares, for these are not the pack's own; and what changed most."""
    words, found = context.words, review(context)
    if not found.row("totals")["published"]:
        return [words.plain("review.nothing", period=days(*found.now, words))]
    said = _said(changes(found), words) or [
        words.plain("review.nothing_changed" if found.comparable else "review.no_changes")
    ]
    return [f"{found.period_text}.", *said]


def _said(found: Iterable[Headline], words: Words) -> list[str]:
    return [words.plain(headline.finding.key, **headline.finding.values) for headline in found]


_SHARE = ("category", "articles", "share", "before", "before_share")
_PLAN = ("label", "category", "articles", "share", "planned_share", "target", "short", "needed_per_week")
BLOCKS: Mapping[str, Kind] = {
    "overview": Kind(says=stands_out, tables=(parts.key_numbers,)),
    "volume": Kind(
        (
            Part(
                lambda context: figures.volume(context, fitting_granularity(context)),
                ("bucket", "bucket_end", "articles", "year_before", "complete"),
                descending("bucket"),
            ),
            Part(
                lambda context: figures.gaps(context, "articles"),
                ("gap_from", "gap_to", "days", "running"),
                descending("days", "gap_to"),
            ),
        )
    ),
    "topics": Kind(
        (
            Part(
                parts.where_named("tag", lambda context: figures.tags(context, top=15)),
                ("label", "articles", "share", "before", "change"),
            ),
            Part(parts.where_named("tag", figures.rising), ("label", "articles", "share", "before", "before_share")),
            Part(parts.where_named("tag", figures.quiet_tags), ("label", "articles", "mean_gap", "last_on", "silence")),
        )
    ),
    "balance": Kind(
        (
            *(Part(parts.shares(field), _SHARE) for field in ("section", "audience")),
            Part(parts.where_named("section", parts.where_named("audience", figures.balance))),
        )
    ),
    "gaps": Kind(
        (Part(parts.gap_cells, ("category", "label", "articles", "expected", "short", "drafts", "scheduled")),),
        tables=(parts.required_cells,),
    ),
    "drafts": Kind(
        (
            Part(figures.draft_ages, ("title", "section", "audience", "first_seen_on", "age_days")),
            Part(parts.ahead, ("published_on", "title", "section", "audience"), parts.scheduled),
            Part(parts.draft_share, ("category", "drafts", "published", "share")),
        )
    ),
    "plan": Kind(
        (
            *(Part(parts.planned(field), _PLAN) for field in ("section", "audience", "tag")),
            Part(
                figures.forecast,
                ("day", "published", "planned", "expected", "likely_low", "likely_high"),
                parts.month_ends,
            ),
        ),
        says=against_plan,
    ),
    "calendar": Kind((Part(figures.schedule, ("day", "title", "status", "section", "audience"), parts.to_come),)),
    "review": Kind(
        (
            Part(parts.review_volume, ("bucket", "bucket_end", "articles", "before")),
            *(Part(parts.reviewed(field), _SHARE) for field in ("section", "audience")),
        ),
        says=changed,
    ),
    "quality": Kind(
        (
            Part(figures.upkeep, ("lacking", "articles", "of")),
            Part(parts.lengths, ("category", "articles", "middle", "minutes"), parts.of_articles),
        )
    ),
    "articles": Kind(tables=(parts.article_list,)),
}
# As long as nobody chose: what has a period of its own is for another meeting.
USUAL = tuple(name for name in BLOCKS if name not in ("calendar", "review"))


def block(context: Context, name: str, note: str = "") -> Block:
    """One block of BLOCKS, filled."""
    words, kind = context.words, BLOCKS[name]
    sentences, exhibits = kind.says(context), []
    for part in kind.parts:
        figure = part.make(context)
        if figure is None:
            continue
        if figure.frame.empty or figure.spec["description"] == words("chart.nothing"):
            sentences.append(words.plain(figure.finding.key, **figure.finding.values) + ".")
        else:
            exhibits.append(parts.exhibit(context, part, figure))
    exhibits += [table for make in kind.tables if (table := make(context))]
    if not sentences and not exhibits:
        sentences = [words("pack.nothing_here")]
    return Block(name, words(f"page.{name}.title"), tuple(sentences), tuple(exhibits), note)
