"""What a person writes in an afternoon: python-frontmatter, pandas, DuckDB. Run as: plain_script.py CONTENT DATABASE"""

import sys
from pathlib import Path

import duckdb
import frontmatter
import pandas as pd


def main(content: Path, database: Path) -> None:
    rows = []
    for path in sorted(content.rglob("*.md")):
        post = frontmatter.load(str(path))
        cover = post.get("cover") or {}
        rows.append(
            {
                "path": str(path.relative_to(content)),
                "title": post.get("title"),
                "date": post.get("date"),
                "section": post.get("sectie"),
                "audience": post.get("doelgroep"),
                "summary": post.get("summary"),
                "draft": post.get("draft"),
                "image": cover.get("image"),
                "alt": cover.get("alt"),
                "tags": post.get("tags"),
                "words": len(post.content.split()),
            }
        )
    articles = pd.DataFrame(rows)
    articles["date"] = pd.to_datetime(articles["date"], utc=True).dt.tz_convert("Europe/Amsterdam").dt.tz_localize(None)
    tags = articles[["path", "tags"]].explode("tags").rename(columns={"tags": "tag"})
    articles = articles.drop(columns="tags")
    with duckdb.connect(str(database)) as connection:
        connection.register("articles_frame", articles)
        connection.register("tags_frame", tags)
        connection.execute("create table articles as from articles_frame")
        connection.execute("create table article_tags as from tags_frame")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
