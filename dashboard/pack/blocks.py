"""What a pack can hold: BLOCKS says which figures, sentences and tables each block shows.

A meeting reads eight pages: a block has what is decided on, and what is behind it stays behind the link.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard import figures
from dashboard.charts import FEW
from dashboard.charts.alt_text import listed
from dashboard.charts.buckets import days
from dashboard.context import Context, fitting_granularity
from dashboard.headlines import Headline
from dashboard.pack import parts, tables
from dashboard.pack.document import Block, Exhibit
from dashboard.pack.parts import Part, descending, too_few
from dashboard.review import review
from dashboard.targets import known_names, mistakes
from dashboard.words import Words


@dataclass(frozen=True)
class Kind:
    """A block: the sentences it begins with, its figures, its tables."""

    parts: tuple[Part, ...] = ()
    says: Callable[[Context], list[str]] = lambda _: []
    tables: tuple[Callable[[Context], Exhibit | None], ...] = ()


def stands_out(context: Context) -> list[str]:
    """The sentences of Overview."""
    if found := figures.stands_out(context):
        return _said(found, context.words)
    finding = figures.nothing_stands_out(context)
    return [context.words(finding.key, **finding.values)]


def against_plan(context: Context) -> list[str]:
    """How far the plan is, what is furthest behind say the charts; or why nothing is said about it."""
    if context.filters.narrowed:
        return [context.words("pack.plan_narrowed")]
    finding = figures.plan_attained(context)
    return [] if too_few(finding) else [context.words.plain(finding.key, **finding.values)]


def mistaken_plan(context: Context) -> list[str]:
    """What of the plan cannot be meant: else it is news that a section which does not exist is behind."""
    targets = context.settings.targets
    if context.filters.narrowed or not targets:
        return []
    found = mistakes(targets, context.settings, known_names(context.snapshot))
    return [context.words.plain("overview.plan_mistakes", n=len(found), first=found[0])] if found else []


def changed(context: Context) -> list[str]:
    """Which two quarters a review compares, for these are not the pack's own; and what changed most.

    When nothing changed beyond chance, what moved most, with the word that it may be chance.
    """
    words, found = context.words, review(context)
    totals = found.row("totals")
    if not totals["published"]:
        return [words.plain("review.nothing", period=days(*found.now, words))]
    sentences, beyond_chance = figures.what_changed(found)
    said = _said(sentences, words)
    if said and not beyond_chance:
        said = [words.plain("review.perhaps_chance"), *said]
    if not said and not found.comparable:
        said = [words.plain("review.no_changes")]
    elif not said and min(totals["published"], totals["published_before"]) >= FEW:
        said = [words.plain("review.nothing_changed")]
    if found.since_begun:
        return [f"{found.period_text}.", *said]
    return [words("pack.review", now=days(*found.now, words), before=days(*found.before, words)), *said]


def _said(found: Iterable[Headline], words: Words) -> list[str]:
    """With what who never saw the dashboard cannot know: that a name is a section's, and what was to be expected."""
    said, explained = [], set[str]()
    for finding in (headline.finding for headline in found):
        of = _OF.match(finding.key)
        text = words.plain(finding.key, **finding.values)
        signs = {"pack.read.places"} if "×" in text else set[str]()
        signs |= {"pack.read.expected"} if finding.key in ("headline.cell", "headline.gap") else set()
        signs |= {"pack.read.surplus"} if finding.key in _OF_A_PART else set()
        text = " ".join([text, *map(words, sorted(signs - explained, reverse=True))])
        explained |= signs
        said.append(f"{words(f'field.{of[1]}')} {text}" if of else text)
    return said


_OF_A_PART = ("headline.section_plan", "headline.audience_plan", "headline.tag_plan")  # may be more behind than all
_OF = re.compile(r"headline\.(?:review_)?(section|audience)")
_WAITING = ("drafts", "scheduled")
_SHARE = ("category", "articles", "share", "before", "before_share")
_PLAN = ("label", "category", "articles", "share", "planned_share", "target", "short", "needed_per_week")
BLOCKS: Mapping[str, Kind] = {
    "overview": Kind(says=stands_out, tables=(tables.key_numbers,)),
    "volume": Kind(
        (
            Part(
                lambda context: figures.volume(context, fitting_granularity(context)),
                ("bucket", "bucket_end", "articles", "year_before", "complete"),
                descending("bucket"),
            ),
        )
    ),
    "topics": Kind(
        (
            Part(
                parts.where_named("tag", lambda context: figures.tags(context, top=parts.TAGS)),
                ("label", "articles", "share", "before", "change"),
            ),
            Part(parts.where_named("tag", parts.quiet_tags), ("label", "articles", "mean_gap", "last_on", "silence")),
        )
    ),
    "balance": Kind(
        (
            # What has a plan stands beside it in the block `plan`.
            *(Part(parts.unplanned_shares(field), _SHARE) for field in ("section", "audience")),
            Part(parts.where_named("section", parts.where_named("audience", figures.balance))),
        )
    ),
    "gaps": Kind(
        (
            Part(parts.gap_cells("planned"), ("category", "label", "articles", "planned", "plan_short", *_WAITING)),
            Part(parts.gap_cells("expected"), ("category", "label", "articles", "expected", "short", *_WAITING)),
        ),
        tables=(tables.required_cells,),
    ),
    "drafts": Kind(
        (
            Part(figures.draft_ages, ("title", "section", "audience", "first_seen_on", "age_days"), shown=6),
            Part(parts.ahead, ("published_on", "title", "section", "audience"), parts.scheduled, shown=8),
        )
    ),
    "plan": Kind(
        (
            *(Part(parts.planned(field), _PLAN) for field in ("section", "audience", "tag")),
            Part(
                parts.forecast,
                ("day", "published", "planned", "expected", "likely_low", "likely_high"),
                parts.month_ends,
                also=parts.named_as_running,
            ),
        ),
        says=against_plan,
    ),
    "calendar": Kind(
        (
            Part(
                partial(figures.schedule, printed=parts.MONTH),
                ("day", "title", "status", "section", "audience"),
                parts.to_come,
                shown=12,
                least=parts.MONTH,
                also=parts.month_on_a_slide,
            ),
        )
    ),
    "review": Kind(
        (
            Part(parts.review_volume, ("bucket", "bucket_end", "articles", "before"), also=parts.with_its_quarters),
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
    "articles": Kind(tables=(tables.article_list,)),
}
# As long as nobody chose: what an editorial meeting decides on, and no more than it reads.
USUAL = ("overview", "volume", "topics", "balance", "gaps", "drafts", "plan")
NOTHING = "nothing"  # the block that says in short of which others there is nothing to show


def blocks(context: Context, names: Sequence[str], notes: Mapping[str, str]) -> tuple[Block, ...]:
    """These blocks with their notes. Those that show nothing are one block together, at the end."""
    words, few, mute = context.words, list[str](), list[str]()
    shown, silent = list[Block](), list[Block]()
    of_plan = next((name for name in ("plan", "overview") if name in names), "")
    for name in names:
        known = len(few)
        made = _filled(context, name, notes.get(name, "").strip(), few)
        if name == of_plan:
            made = replace(made, sentences=(*made.sentences, *mistaken_plan(context)))
        (shown if made.exhibits else silent).append(made)
        if not made.exhibits and not made.sentences and len(few) == known:
            mute.append(made.heading.lower())
    said = [f"{one.heading}: {parts.after_colon(' '.join(one.sentences))}" for one in silent if one.sentences]
    for key, what in (("pack.nothing_here", mute), ("pack.too_few", list(dict.fromkeys(few)))):
        said += [words(key, what=listed(what, words, len(what)))] if what else []
    if not said:
        return tuple(shown)
    note = "\n".join(f"{one.heading}: {one.note}" for one in silent if one.note)
    return (*shown, Block(NOTHING, words("pack.nothing_title"), tuple(said), note=note))


def block(context: Context, name: str) -> Block:
    """One block of BLOCKS, without what there are too few articles for."""
    return _filled(context, name, "", [])


def _filled(context: Context, name: str, note: str, few: list[str]) -> Block:
    """few: there it adds what there are too few articles for."""
    words, kind = context.words, BLOCKS[name]
    sentences, exhibits = kind.says(context), list[Exhibit]()
    for part in kind.parts:
        figure = part.make(context)
        if figure is None:
            continue
        if too_few(figure.finding):
            few.append(parts.subject(context, figure))
        elif figure.frame.empty or figure.spec["description"] == words("chart.nothing"):
            sentences.append(words.plain(figure.finding.key, **figure.finding.values) + ".")
        else:
            exhibits.append(parts.exhibit(context, part, figure))
    exhibits += [table for make in kind.tables if (table := make(context))]
    return Block(name, words(f"page.{name}.title"), tuple(sentences), tuple(exhibits), note)
