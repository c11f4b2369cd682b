"""A snapshot of any size, made in SQL: twenty years of articles, eight sections, four audiences, two hundred tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from dashboard.resources import QUERIES, SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2026-03-13"
_WORDS = 120  # of each text; none beyond the first hundred thousand articles
_FILL = """
create temp macro pick(n, salt, size) as (hash(n * 31 + salt) % size)::integer;

insert into articles by name
select
    printf('%04d/%07d.md', year(published_on), n) as path,
    printf('artikel-%d', n) as slug,
    'nl' as language,
    path as story,
    array_to_string([printf('woord%d', pick(n * 7 + w, 1, 3000)) for w in range(6)], ' ') as title,
    if(pick(n, 2, 10) = 0, null, 'Een samenvatting.') as summary,
    if(pick(n, 3, 40) = 0, null, 'sectie ' || pick(n, 4, 8)) as section,
    if(pick(n, 5, 30) = 0, null, 'DOELGROEP ' || pick(n, 6, 4)) as audience,
    ['Auteur ' || pick(n, 7, 30)] as authors,
    published_on,
    published_on + interval (pick(n, 8, 1440)) minute as published_at,
    pick(n, 9, 20) = 0 as draft,
    published_on as first_seen_on,
    'git' as first_seen_from,
    'https://beeld.example/' || n as cover_image,
    if(pick(n, 10, 9) = 0, null, 'Een foto') as cover_alt,
    200 + pick(n, 11, 900) as word_count,
    '{"title": "x"}' as front_matter
from (
    select range as n, (date '2026-03-20' - pick(range, 12, 20 * 365)) as published_on from range($articles)
) order by published_on, path;

insert into article_tags
select path, 'tag-' || tag, 'Tag ' || tag, position
from (
    select path, rowid, position, pick(rowid * 4 + position, 13, 200) * pick(rowid + position, 14, 200) // 200 as tag
    from articles, range(1, 5) as places(position)
)
qualify row_number() over (partition by path, tag order by position) = 1;

insert into tags select tag, any_value(label) from article_tags group by tag;
insert into article_texts
select
    path,
    array_to_string(
        [if(w % 11 = 10, 'is. ', 'woord') || pick(rowid * 997 + w, 15, 5000) for w in range($words)], ' '
    )
from articles where rowid < 100000;
insert into article_fields values (1, 'title', 'title'), (1, 'sectie', 'section'), (1, 'eigen', null);
insert into files select path, 3600, 0, 'x', 'article', 1, first_seen_on, first_seen_from from articles;
insert into fields select 'title', 'title', 'dutch', count(*) from articles;
insert into problems
select path, 1, 'warning', 'missing_audience', 'audience', null, 'x', 'y' from articles where audience is null;
insert into loads select now()::timestamp, now()::timestamp, 'content', n, n, 0, 0, 0, 0, n, 1.0, '0'
from (select count(*)::integer as n from articles);
"""


def make_snapshot(database: Path, articles: int, content: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute((QUERIES / "schema.sql").read_text(encoding="utf-8"))
        connection.execute(
            "insert into snapshot values ($version, '0', '', $content, 'dutch', 'dutch_keys', 'Europe/Amsterdam')",
            {"version": SCHEMA_VERSION, "content": str(content)},
        )
        for statement in filter(str.strip, _FILL.split(";")):
            given = {"articles": articles, "words": _WORDS}
            connection.execute(statement, {name: value for name, value in given.items() if f"${name}" in statement})
