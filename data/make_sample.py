"""Write the sample content: the invented Dutch magazine "De Werkbank" in data/articles.

    python data/make_sample.py [folder]

The output is the same on every run and every Python version: only `random()` of a seeded generator is used
(the one method whose sequence Python guarantees), nothing reads the clock, and nothing depends on hash order.
The words come from sample_phrases.toml; what happens when (rhythm, quiet topics, flaws) is decided here.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")

HERE = Path(__file__).parent
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

SEED = 20260337  # chosen so that only the topic meant to go quiet does; tests/test_sample.py holds it to that
FIRST_DAY = date(2024, 3, 1)
AS_OF = date(2026, 3, 13)

SILENCES = [(date(2024, 12, 22), date(2025, 1, 4)), (date(2025, 12, 22), date(2026, 1, 4))]
EMPTY_WEEKS = {date(2024, 4, 29), date(2025, 7, 28), date(2025, 10, 13)}  # their Mondays
SUMMER = ((7, 14), (8, 31))  # month and day, every year

# The topic that goes quiet: every nine days or so, and nothing after the last day.
QUIET_TOPIC = "boekhouding"
QUIET_LAST_DAY = date(2026, 1, 27)
QUIET_GAP_DAYS = (7, 8, 9, 9, 10)

# From these days on a topic's second and third weight count; the rise and the fall come from there.
PERIOD_STARTS = (date(2025, 3, 14), date(2025, 12, 15))

# Local times that put an article on another day in UTC, one of them at a month end, and the clock changes.
SPECIAL_TIMES = [
    datetime(2024, 3, 31, 1, 30),
    datetime(2024, 9, 12, 0, 20),
    datetime(2024, 10, 27, 3, 15),
    datetime(2024, 11, 6, 0, 40),
    datetime(2025, 3, 30, 3, 10),
    datetime(2025, 5, 1, 0, 41),  # 30 April in UTC
    datetime(2025, 6, 18, 1, 5),
    datetime(2025, 10, 26, 4, 0),
    datetime(2026, 2, 4, 0, 12),
]

SCHEDULED_DAYS = [(3, 17), (3, 19), (3, 24), (3, 26), (4, 1), (4, 9), (4, 20)]  # in 2026
SCHEDULED_TOPICS = ["soevereiniteit", "agents", "marketing", "cashflow", "scholing", "strategie", "beginnen"]

# Drafts lean to `regels`, so that one section has a clearly higher draft share.
# Topic, first written, and the date in the front matter (none: no date key).
DRAFTS: list[tuple[str, str, str | None]] = [
    ("avg", "2025-06-17", "2025-06-24"),
    ("avg", "2025-11-04", None),
    ("avg", "2026-02-10", "2026-03-18"),
    ("avg", "2026-03-06", None),
    ("ai-act", "2025-09-02", "2025-09-16"),
    ("ai-act", "2026-01-15", "2026-02-03"),
    ("ai-act", "2026-02-24", None),
    ("auteursrecht", "2025-12-09", "2026-01-20"),
    ("auteursrecht", "2026-02-19", "2026-04-02"),
    ("auteursrecht", "2026-03-09", None),
    ("strategie", "2025-10-07", "2025-10-21"),
    ("strategie", "2026-03-03", None),
    ("marketing", "2026-02-26", "2026-03-31"),
    ("verkoop", "2026-01-29", "2026-02-12"),
    ("vacatures", "2025-11-25", "2025-12-02"),
    ("scholing", "2026-02-17", None),
    ("vergaderen", "2026-03-11", "2026-04-14"),
    ("kosten", "2026-01-08", None),
    ("cashflow", "2026-03-04", "2026-03-25"),
    ("agents", "2026-02-05", "2026-02-25"),
    ("soevereiniteit", "2026-03-10", None),
    ("klantenservice", "2025-12-16", "2026-01-13"),
]

# The same tag written in another way now and then; the last two are other words, joined by an alias only.
SPELLINGS: dict[str, list[tuple[str, float]]] = {
    "ai-strategie": [("AI-strategie", 0.12), ("ai strategie", 0.06)],
    "digitale soevereiniteit": [("Digitale soevereiniteit", 0.15), ("digitale-soevereiniteit", 0.15)],
    "ai act": [("AI Act", 0.2), ("ai-act", 0.12)],
    "sociale media": [("sociale-media", 0.2)],
    "avg": [("AVG", 0.12), ("gdpr", 0.08)],
    "microsoft copilot": [("Microsoft Copilot", 0.15), ("copilot", 0.15)],
}

SMALL_WORDS = {"aan", "bij", "de", "die", "een", "en", "het", "in", "je", "of", "op", "over", "van", "voor", "zijn"}
WEEKDAYS = dict(zip(range(7), (12, 27, 24, 21, 10, 3, 3), strict=True))  # Monday first
HOURS = {6: 3, 7: 10, 8: 14, 9: 14, 10: 9, 11: 7, 12: 9, 13: 5, 14: 6, 15: 6, 16: 7, 17: 4, 19: 3, 20: 5, 21: 4, 22: 2}


@dataclass
class Article:
    """One page. Every value is kept as it will be written; None leaves its key out."""

    title: str
    published: datetime | None  # UTC
    tags: list[str]
    summary: str | None
    audience: str | None
    section: str | None
    alt: str
    caption: str
    body: str
    topic: str
    draft: str = "false"
    created: str | None = None
    cover: bool = True
    date_text: str | None = None  # instead of the ISO date
    tags_text: str | None = None  # instead of the list
    folder: str = ""
    flaws: list[str] = field(default_factory=list)

    def path(self) -> str:
        slug = slugify(self.title)
        if self.published is None or self.folder == "concepten":
            return f"{self.folder}/{slug}.md"
        day = self.published.astimezone(AMSTERDAM).date()
        return f"{self.folder or day.year}/{day}-{slug}.md"

    def text(self) -> str:
        lines = ["---", f"title: {quoted(self.title)}"]
        if self.date_text:
            lines.append(f"date: {self.date_text}")
        elif self.published:
            lines.append(f"date: {iso(self.published)}")
        if self.created:
            lines.append(f"created: {self.created}")
        lines.append(f"tags: {self.tags_text or '[' + ', '.join(map(quoted, self.tags)) + ']'}")
        for key, value in (("summary", self.summary), ("doelgroep", self.audience), ("sectie", self.section)):
            if value is not None:
                lines.append(f"{key}: {quoted(value)}")
        if self.cover:
            image = f"/beeld/{slugify(self.title)}.jpg"
            lines += ["cover:", f"  image: {quoted(image)}", f"  alt: {quoted(self.alt)}"]
            lines.append(f"  caption: {quoted(self.caption)}")
        lines += [f"draft: {self.draft}", "---", "", self.body]
        return "\n".join(lines) + "\n"


# ------------------------------------------------------------------ chance, with random() alone


def pick(rng: Random, items: Sequence[T]) -> T:
    return items[int(rng.random() * len(items))]


def weighted(rng: Random, weights: Mapping[T, float]) -> T:
    left = rng.random() * sum(weights.values())
    for item, weight in weights.items():
        left -= weight
        if left < 0:
            return item
    return next(reversed(list(weights)))


def shuffled(rng: Random, items: Sequence[T]) -> list[T]:
    rest = list(items)
    return [rest.pop(int(rng.random() * len(rest))) for _ in items]


# ------------------------------------------------------------------ words


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def slugify(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.replace("'", "")).encode("ascii", "ignore").decode().lower()
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", plain):
        if len("-".join([*words, word])) > 54:
            break
        words.append(word)
    while words[-1] in SMALL_WORDS:  # a shortened slug should not end in "van-een"
        words.pop()
    return "-".join(words)


def capitalised(text: str) -> str:
    return re.sub(r"(^|[.?!] )([a-zé])", lambda found: found[1] + found[2].upper(), text)


class Words:
    """Fills phrases for one article: the same firm, place and chore all the way through."""

    def __init__(self, rng: Random, phrases: dict[str, Any], topic: dict[str, Any]) -> None:
        self.rng = rng
        kind, article = pick(rng, phrases["firms"][pick(rng, topic["firms"])]).rsplit(" ", 1)
        slots = {name: pick(rng, values) for name, values in phrases["slots"].items()}
        self.slots = slots | {
            "een_zaak": f"een {kind} in {slots['plaats']}",
            "de_zaak": f"{article} {kind}",
            "onderwerp": topic["onderwerp"],
            "klus": pick(rng, topic["klus"]),
            "hulp": pick(rng, topic["hulp"]),
            "fout": pick(rng, topic["fout"]),
        }

    def fill(self, phrase: str) -> str:
        text = re.sub(r"\{(\w+)\}", lambda found: self.slots[found[1]], phrase)
        text = re.sub(r"\{([^{}]*\|[^{}]*)\}", lambda found: pick(self.rng, found[1].split("|")), text)
        return capitalised(text)


class Writer:
    """Writes articles on a topic; remembers which headlines were used."""

    def __init__(self, rng: Random, phrases: dict[str, Any]) -> None:
        self.rng = rng
        self.phrases = phrases
        self.general = phrases["general"]
        self.topics = {topic["name"]: topic for topic in phrases["topic"]}
        self.own_titles = {name: shuffled(rng, topic["titles"]) for name, topic in self.topics.items()}
        self.general_titles: dict[str, list[str]] = {name: [] for name in self.topics}
        self.used: set[str] = set()

    def fitting(self, topic: str, name: str) -> list[str]:
        """The general phrases of this name, with those for recurring work if the topic is that."""
        routine = self.topics[topic].get("work", "routine") == "routine"
        return self.general[name] + (self.general[f"routine_{name}"] if routine else [])

    def headline(self, topic: str, words: Words) -> str:
        """A headline of the topic's own while there are some, mixed with general ones; never the same twice."""
        own, general = self.own_titles[topic], self.general_titles[topic]
        while True:
            if not general:
                general.extend(shuffled(self.rng, self.fitting(topic, "titles")))
            title = words.fill((own if own and self.rng.random() < 0.72 else general).pop())
            if title not in self.used:
                self.used.add(title)
                return title

    def tags(self, topic: dict[str, Any]) -> list[str]:
        chosen = [tag for tag, chance in topic["tags"].items() if self.rng.random() < chance]
        return [self.spelling(tag) for tag in (chosen or list(topic["tags"])[:1])]

    def spelling(self, tag: str) -> str:
        left = self.rng.random()
        for other, chance in SPELLINGS.get(tag, []):
            left -= chance
            if left < 0:
                return other
        return tag

    def section_text(self, heading: str, sentences: Sequence[str], words: Words) -> str:
        # Only the end may be cut: later sentences lean on earlier ones.
        count = len(sentences) - int(self.rng.random() * 2) if len(sentences) > 3 else len(sentences)
        return f"## {words.fill(heading)}\n" + " ".join(words.fill(s) for s in sentences[:count])

    def body(self, topic: dict[str, Any], section: str, audience: str, title: str, words: Words) -> str:
        rng, general = self.rng, self.general["sections"]
        lead = words.fill(pick(rng, topic["lead"])) + " " + words.fill(pick(rng, self.general["lead_end"][audience]))
        # Beginners get short pieces, rules take more explaining.
        middle = 2 if audience == "STARTER" or rng.random() < 0.35 else 3
        own_count = 2 if middle == 3 and (section == "regels" or rng.random() < 0.5) else 1
        work = topic.get("work", "routine")
        case = pick(rng, [part for part in general if part["kind"] == f"{work} case"])
        advice = shuffled(rng, [part for part in general if part["kind"] in ("advice", f"{work} advice")])
        # A headline that names a firm or its town promises the story about it.
        with_case = words.slots["plaats"] in title or rng.random() < 0.6
        others = ([case] if with_case else []) + advice
        own = shuffled(rng, topic["parts"])[:own_count]
        parts = own[:1] + shuffled(rng, own[1:] + others[: middle - own_count])
        texts = [self.section_text(pick(rng, part["headings"]), part["sentences"], words) for part in parts]
        steps = [*topic["today"][: 3 + int(rng.random() * 2)], pick(rng, self.general["today"]["sentences"])]
        texts.append(self.section_text("Hoe kun je dit vandaag toepassen?", steps, words))
        return "\n\n".join([lead, *texts])

    def article(self, name: str, moment: datetime | None) -> Article:
        rng, topic = self.rng, self.topics[name]
        words = Words(rng, self.phrases, topic)
        section = weighted(rng, topic["sections"])
        audiences = dict(topic["audiences"])
        if "STARTER" in audiences:  # almost nothing for beginners on money, nothing at all on rules
            audiences["STARTER"] *= {"geld": 0.6, "regels": 0.0}.get(section, 1.0)
        audience = weighted(rng, audiences)
        title = self.headline(name, words)
        summary = words.fill(pick(rng, topic["summaries"] + self.fitting(name, "summaries")))
        alt = words.fill(pick(rng, self.general["alts"]))
        body = self.body(topic, section, audience, title, words)
        tags = self.tags(topic)
        return Article(
            title, moment, tags, summary, audience, section, alt, pick(rng, self.general["captions"]), body, name
        )


# ------------------------------------------------------------------ the calendar


def in_silence(day: date) -> bool:
    return any(first <= day <= last for first, last in SILENCES)


def publishing_moments(rng: Random) -> Iterator[datetime]:
    """Local moments, week after week, in order."""
    monday = FIRST_DAY - timedelta(days=FIRST_DAY.weekday())
    while monday <= AS_OF:
        summer = SUMMER[0] <= (monday.month, monday.day) <= SUMMER[1]
        count = pick(rng, [1, 2, 2, 3, 3]) if summer else pick(rng, [3, 4, 4, 5, 5, 5, 5, 6, 6, 7])
        moments = []
        for _ in range(0 if monday in EMPTY_WEEKS else count):
            day = monday + timedelta(days=weighted(rng, WEEKDAYS))
            clock = time(weighted(rng, HOURS), int(rng.random() * 60), int(rng.random() * 60))
            moments.append(datetime.combine(day, clock) + timedelta(milliseconds=int(rng.random() * 1000)))
        moments += [moment for moment in SPECIAL_TIMES if 0 <= (moment.date() - monday).days < 7]
        yield from sorted(m for m in moments if FIRST_DAY <= m.date() <= AS_OF and not in_silence(m.date()))
        monday += timedelta(days=7)


def utc(local: datetime) -> datetime:
    return local.replace(tzinfo=AMSTERDAM).astimezone(UTC)


def choose_topics(rng: Random, topics: dict[str, Any], moments: list[datetime]) -> list[str]:
    chosen: list[str] = []
    credit = dict.fromkeys(topics, 0.0)
    next_quiet = FIRST_DAY + timedelta(days=4)
    for moment in moments:
        day = moment.date()
        if next_quiet <= day <= QUIET_LAST_DAY:
            chosen.append(QUIET_TOPIC)
            next_quiet = day + timedelta(days=pick(rng, QUIET_GAP_DAYS))
            continue
        period = sum(day >= start for start in PERIOD_STARTS)
        # A topic earns credit until its turn comes: editors spread their subjects, plain chance leaves long gaps.
        total = sum(topic["weight"][period] for topic in topics.values())
        for name, topic in topics.items():
            credit[name] += topic["weight"][period] / total
        name = weighted(rng, {name: max(value, 0.0) ** 3 for name, value in credit.items()})
        credit[name] -= 1
        chosen.append(name)
    return chosen


# ------------------------------------------------------------------ what is wrong on purpose


def add_flaws(rng: Random, articles: list[Article]) -> None:
    """Small faults in articles that can still be read, each in an article of its own."""
    rest = shuffled(rng, [a for a in articles if a.topic != QUIET_TOPIC])

    def take(count: int, wanted: str | None = None) -> list[Article]:
        fit = [a for a in rest if wanted is None or a.topic == wanted][:count]
        for article in fit:
            rest.remove(article)
        return fit

    for article in take(1, "strategie"):  # UTF-8 read as MacRoman, as in a text pasted from an old Mac
        article.body += (
            "\n\nLet erop dat de hulp goed is geïntegreerd: één geïntegreerde werkwijze voor álle collega's."
        )
        article.body = article.body.encode().decode("mac_roman")
    first, second = sorted(take(2, "avg"), key=lambda a: a.path())
    second.title = first.title  # the duplicate title
    for article in take(2):
        article.published = None
        article.folder = "2025"
    for article in take(1):
        article.date_text = "14 apr 2025"
        article.published = utc(datetime(2025, 4, 14))
    for article in take(1):
        article.draft = '"nee"'
    for article in take(1, "marketing"):
        article.tags_text = quoted(", ".join(article.tags))
    for article in take(3):
        article.tags.append(article.tags[0])
    for article in take(2):
        article.tags = []
    for article in take(6):
        article.section = None
    for article in take(5):
        article.audience = None
    for article in take(5):
        article.summary = None
    for article in take(6):
        article.cover = False
    for article in take(7):
        article.alt = ""
    for article in take(4):
        article.alt = article.title


README = """\
# De Werkbank

Dit is de map met artikelen van De Werkbank, een verzonnen blad over AI voor kleine bedrijven.
Alle zaken en voorbeelden zijn bedacht. De map wordt gemaakt door `data/make_sample.py`.

- Eén artikel per bestand, in de map van het jaar.
- Concepten staan in `concepten`, met `draft: true`.
- Een paar bestanden zijn met opzet stuk, om te laten zien wat het dashboard dan meldt.
"""


def broken_files() -> dict[str, bytes]:
    """Files that no reader can take as an article, and one page that is none."""
    head = '---\ntitle: "{title}"\ndate: {date}\ntags: ["{tag}"]\n'
    body = "---\n\nDeze tekst is nog niet af.\n"
    texts = {
        # The closing --- is missing.
        "2024/2024-06-11-kassa-koppelen-aan-de-voorraad.md": head.format(
            title="De kassa koppelen aan de voorraad", date="2024-06-11T08:05:12.310Z", tag="voorraad"
        )
        + 'sectie: "werk"\ndraft: false\n\nEen kassa weet precies wat er is verkocht.\n',
        # Line 6 begins with a tab.
        "2024/2024-11-19-beeldbank-opruimen.md": head.format(
            title="Je beeldbank opruimen", date="2024-11-19T10:31:45.028Z", tag="beeldgeneratie"
        )
        + 'cover:\n\timage: "/beeld/beeldbank-opruimen.jpg"\ndraft: false\n'
        + body,
        # Line 5: the quote around the summary is never closed.
        "2025/2025-05-20-een-rustige-mailbox.md": head.format(
            title="Een rustige mailbox", date="2025-05-20T07:44:09.551Z", tag="productiviteit"
        )
        + "summary: \"Zo houd je 's ochtends tijd over.\ndraft: false\n"
        + body,
        # Line 3: a day that does not exist.
        "2025/2025-02-30-de-kortste-maand.md": head.format(
            title="De kortste maand van het jaar", date="2025-02-30T09:00:00.000Z", tag="cashflow"
        )
        + 'doelgroep: "BESLISSER"\nsectie: "geld"\ndraft: false\n'
        + body,
        # The front matter is a list instead of keys with values.
        "2025/2025-09-23-lijstje-voor-de-herfst.md": '---\n- "Lijstje voor de herfst"\n- "planning"\n' + body,
        "README.md": README,
    }
    files = {path: text.encode() for path, text in texts.items()}
    # A picture saved under the wrong name: no text at all.
    files["2024/2024-10-08-omslag-nieuwsbrief.md"] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 2
    return files


SETTINGS = """\
# Instellingen van De Werkbank, het verzonnen voorbeeld bij dit dashboard.
title = "De Werkbank"
time_zone = "Europe/Amsterdam"  # in deze tijdzone valt een artikel op een dag
language = "nl"
as_of = "2026-03-13"  # vaste peildag, zodat het voorbeeld er altijd hetzelfde uitziet

# Andere woorden voor dezelfde tag. Hoofdletters, streepjes en spaties hoeven hier niet bij.
[tags.aliases]
"gdpr" = "avg"
"copilot" = "microsoft copilot"

# Het plan: welk deel van de artikelen elke sectie krijgt. Samen 1.
[targets.section]
werk = 0.30
groei = 0.25
geld = 0.20
tools = 0.15
regels = 0.10

# En voor wie we schrijven. Samen 1.
[targets.audience]
BESLISSER = 0.45
UITVOERDER = 0.35
STARTER = 0.20

# Hoeveel artikelen per week we willen publiceren.
[targets.volume]
per_week = 5
"""


# ------------------------------------------------------------------ putting it together


def make_articles(rng: Random, phrases: dict[str, Any]) -> list[Article]:
    writer = Writer(rng, phrases)
    moments = list(publishing_moments(rng))
    topics = choose_topics(rng, writer.topics, moments)
    articles = [writer.article(name, utc(moment)) for name, moment in zip(topics, moments, strict=True)]
    add_flaws(rng, articles)

    for name, (month, day) in zip(SCHEDULED_TOPICS, SCHEDULED_DAYS, strict=True):
        articles.append(writer.article(name, utc(datetime(2026, month, day, 8, int(rng.random() * 60)))))
    for index, (name, created, day) in enumerate(DRAFTS):
        moment = utc(datetime.combine(date.fromisoformat(day), time(9, int(rng.random() * 60)))) if day else None
        draft = writer.article(name, moment)
        draft.draft = '"ja"' if index == 13 else "true"
        draft.folder = "concepten"
        draft.created = created
        articles.append(draft)
    return articles


def make_files() -> dict[str, bytes]:
    """Path inside the folder → content."""
    phrases = tomllib.loads((HERE / "sample_phrases.toml").read_text(encoding="utf-8"))
    files = broken_files() | {"dashboard.toml": SETTINGS.encode()}
    for article in make_articles(Random(SEED), phrases):
        if article.path() in files:
            raise ValueError(f"two articles want the path {article.path()}")
        files[article.path()] = article.text().encode()
    return files


def write(folder: Path) -> int:
    """Make the folder hold exactly the sample; return the number of files."""
    files = make_files()
    for old in sorted(folder.rglob("*"), reverse=True):  # files before the folders they are in
        if old.is_file() and old.relative_to(folder).as_posix() not in files:
            old.unlink()
        elif old.is_dir() and not any(old.iterdir()):
            old.rmdir()
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return len(files)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "articles"
    print(f"{write(target)} files in {target}")
