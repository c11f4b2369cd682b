-- The tables that a load fills, and the macros that every other query stands on.
-- The loader runs this file in each new snapshot; both travel inside the database file, so that
-- any file of this folder can be run in the DuckDB shell on it.

-- One row: what this file is.
create table snapshot (
    schema_version integer not null,   -- raised when a table or macro changes; a query wants its own
    version        varchar not null,   -- the program that wrote it
    settings_hash  varchar not null,   -- another hash: everything is read again
    content_root   varchar not null,
    preset         varchar not null,   -- hugo, jekyll, zola, eleventy, dutch, plain
    preset_reason  varchar not null,   -- what told so: a code and the file, config_in:hugo.toml
    time_zone      varchar not null    -- the editorial time zone of every date and time below
);

create table articles (
    path            varchar not null,     -- relative to the content folder, with '/'; each one once
    slug            varchar,
    url             varchar,              -- on the site: path of the page, or null when unknown
    language        varchar,
    story           varchar,              -- the path without its language: translations of one story share it
    title           varchar,
    summary         varchar,
    section         varchar,              -- null: no section
    audience        varchar,              -- null: no audience
    authors         varchar[],
    published_on    date,                 -- local day in the editorial time zone; null: undated
    published_at    timestamp,            -- local wall time; null when only a day is known
    updated_on      date,
    expires_on      date,
    draft           boolean not null,
    first_seen_on   date,
    first_seen_from varchar,              -- created, git, load, file
    cover_image     varchar,
    cover_alt       varchar,
    cover_caption   varchar,
    word_count      integer not null,     -- words of the body without markup
    front_matter    json using compression zstd   -- all of it, as written
);

create table article_texts (path varchar not null, body varchar not null using compression zstd);

-- The bridge: an article counts once for each of its tags, so path and tag together stand here once.
create table article_tags (
    path     varchar not null,
    tag      varchar not null,   -- normalised key
    label    varchar not null,   -- as written
    position integer not null    -- from 1
);

create table tags (tag varchar primary key, label varchar not null);   -- label: the commonest spelling

create table problems (
    path     varchar not null,
    line     integer,            -- line of the file, from 1
    severity varchar not null,   -- error: file skipped; warning: a value is missing or dropped; notice: repaired
    code     varchar not null,
    field    varchar,
    value    varchar,
    message  varchar not null,
    remedy   varchar not null
);

-- One row a load, the oldest first. Always found = read + unchanged + ignored + skipped.
-- Found are files of Markdown and HTML; those of another form (.adoc, .txt) are counted in a notice, other_format.
create table loads (
    started_at   timestamp not null,   -- local wall time in the editorial time zone
    finished_at  timestamp not null,
    content_root varchar not null,
    found        integer not null,
    read         integer not null,     -- parsed now
    unchanged    integer not null,     -- carried over from the snapshot before
    ignored      integer not null,     -- no article
    skipped      integer not null,     -- could not be used
    removed      integer not null,     -- there at the load before, gone now
    articles     integer not null,
    seconds      double not null,
    version      varchar not null
);

-- What the next load compares against.
create table files (
    path     varchar not null,
    size     bigint not null,
    mtime_ns bigint not null,
    hash     varchar,              -- of the content; null where the file could not be read
    outcome  varchar not null,     -- article, ignored, skipped
    shape    bigint,               -- of its front matter: see article_fields; null for what is no article
    first_seen_on   date,          -- as in articles, and kept while the file is broken or set aside
    first_seen_from varchar
);

-- The keys of the front matter, and which field each of them filled. Articles with the same keys share one shape.
create table article_fields (
    shape bigint not null,
    key   varchar not null,   -- as written, with dots: cover.image; or 'file name', 'folder', …
    field varchar             -- null: nothing maps this key
);

-- The mapping in force: which key filled which field, in how many articles.
create table fields (
    field    varchar not null,   -- title, date, tags, section, …
    key      varchar not null,   -- the key as written, or 'file name', 'folder', …
    source   varchar not null,   -- settings, or the preset's name
    articles integer not null
);

-- Status on the day `as_of` (metrics.md, rule 3). Undated drafts are drafts.
create macro status_on(draft, published_on, expires_on, as_of) as
    case
        when draft then 'draft'
        when published_on is null then 'undated'
        when published_on > as_of then 'scheduled'
        when expires_on <= as_of then 'expired'
        else 'published'
    end;

-- Is this status counted as published? Expired articles were published on their day all the same.
create macro counts_as_published(status) as status in ('published', 'expired');

-- The page's filters, written once. Days are inclusive; null leaves that side open. An empty list filters nothing;
-- '' in a list stands for "no section", "no audience", "no tags", "no language".
-- Undated articles have no place in a period: they are in only when both sides are open.
create macro in_period(day, from_day, to_day) as
    (from_day is null or day >= from_day::date) and (to_day is null or day <= to_day::date);

create macro selected_articles(as_of, from_day, to_day, sections, audiences, tags, languages, statuses) as table
    select *, status_on(draft, published_on, expires_on, as_of::date) as status
    from articles
    where in_period(published_on, from_day, to_day)
      and (len(sections) = 0 or list_contains(sections, coalesce(section, '')))
      and (len(audiences) = 0 or list_contains(audiences, coalesce(audience, '')))
      and (len(languages) = 0 or list_contains(languages, coalesce(language, '')))
      and (
          len(statuses) = 0
          or list_contains(statuses, status_on(draft, published_on, expires_on, as_of::date))
      )
      and (
          -- A subquery that asks for nothing of the article is answered once, and costs nothing when it has no tags.
          len(tags) = 0
          or path in (select article_tags.path from article_tags where list_contains(tags, article_tags.tag))
          or (
              list_contains(tags, '')
              and path not in (select article_tags.path from article_tags where list_contains(tags, ''))
          )
      );

-- How likely k articles are, where articles come at a pace that is itself known from some only: the negative binomial
-- distribution; and the counts to look at. More than four standard deviations above the mean is at most 1 in 17
-- (Cantelli), so that the tenth and the ninetieth percentile lie among them.
create macro negative_binomial(k, r, p) as
    exp(lgamma(k + r) - lgamma(r) - lgamma(k + 1) + r * ln(p) + k * ln(1 - p));

create macro likely_counts(r, p) as range(
    greatest(floor(r * (1 - p) / p - 6 * sqrt(r * (1 - p)) / p), 0)::bigint,
    ceil(r * (1 - p) / p + 4 * sqrt(r * (1 - p)) / p + 1)::bigint
);

-- The part of the publication that an article belongs to, by one of its divisions.
create macro part_of(division, section, audience, language) as
    case division
        when 'section' then section
        when 'audience' then audience
        when 'language' then language
        else error('by and split are section, audience or language, not ' || division)
    end;

-- A publication that did not exist yet was not silent: a period begins no earlier than the first article of the folder,
-- and there is no comparison with days before it.
create macro first_published(as_of) as (
    select min(published_on) from articles where not draft and published_on <= as_of::date
);
create macro first_day_of(from_day, as_of, first_chosen) as
    case when from_day is null then first_chosen else greatest(from_day::date, first_published(as_of)) end;
create macro can_compare(before_from, as_of) as coalesce(before_from::date >= first_published(as_of), false);

-- What is counted: each article that counts as published, or of each story (an article and its translations) the one
-- that came out first, of those that fit the filters, whatever the period; so a bucket holds the same stories in every
-- period. with_drafts: the drafts as well, on the day they are dated, up to as_of.
create macro counted_articles(counting, as_of, sections, audiences, tags, languages, statuses, with_drafts := false) as table
    with fitting as (
        from selected_articles(as_of, null, null, sections, audiences, tags, languages, statuses)
        where counts_as_published(status) or (with_drafts and status = 'draft' and published_on <= as_of::date)
    )
    from fitting
    where case counting
        when 'articles' then true
        when 'stories' then false
        else error('count is articles or stories, not ' || counting)
    end
    union all
    from fitting
    where counting = 'stories'
    qualify row_number() over (
        partition by coalesce(story, path), status = 'draft' order by published_on, published_at, path
    ) = 1;

-- Every section, audience or language ('' = none): of what counts as published, or intended by the settings. One stays,
-- with 0, when the other filters leave nothing of it: that is the gap one looks for. No other division has any.
create macro categories_of(
    division, as_of, sections, audiences, languages, intended_sections, intended_audiences, with_drafts := false
) as table
    with ever as (
        select coalesce(
            case division when 'section' then section when 'audience' then audience else language end, ''
        ) as category
        from selected_articles(as_of, null, null, []::varchar[], []::varchar[], []::varchar[], languages, []::varchar[])
        where division in ('section', 'audience', 'language')
          and (counts_as_published(status) or (with_drafts and status = 'draft'))
        union
        select unnest(intended_sections) where division = 'section'
        union
        select unnest(intended_audiences) where division = 'audience'
    )
    select category
    from ever
    where case division
        when 'section' then len(sections) = 0 or list_contains(sections, category)
        when 'audience' then len(audiences) = 0 or list_contains(audiences, category)
        else true
    end;

-- By section, audience or language: how many were published in the period, and in the one to compare with (null: there
-- is none), with the sums of these.
create macro share_counts(
    division, as_of, from_day, to_day, before_from, before_to,
    sections, audiences, tags, languages, statuses, intended_sections, intended_audiences
) as table
    with labelled as (
        select published_on, coalesce(part_of(division, section, audience, language), '') as category
        from selected_articles(as_of, null, null, sections, audiences, tags, languages, statuses)
        where counts_as_published(status)
    ),

    counted as (
        select
            category,
            count(published_on) filter (in_period(published_on, from_day, to_day)) as articles,
            case when can_compare(before_from, as_of) then
                count(published_on) filter (published_on between before_from::date and before_to::date)
            end as before
        from categories_of(
            division, as_of, sections, audiences, languages, intended_sections, intended_audiences
        ) left join labelled using (category)
        group by category
    )

    select *, sum(articles) over ()::bigint as n, sum(before) over ()::bigint as before_n from counted;

-- In how many published articles each tag is; an article counts once for each of its tags.
create macro tag_counts(as_of, from_day, to_day, sections, audiences, tags, languages, statuses) as table
    select tag, count(*) as articles
    from selected_articles(as_of, from_day, to_day, sections, audiences, tags, languages, statuses)
    join article_tags using (path)
    where counts_as_published(status)
    group by tag;

-- Two tags that may be spellings of one, each pair once.
--
-- plural: one is the other with -s, -'s, -es, -en or -ën behind it (Dutch also taak/taken, man/mannen, brief/brieven,
-- huis/huizen; English also policy/policies). accents: nothing but accents differs. typing: one character too many, too
-- few, other, or two in the wrong order, in tags of six characters and more, but never a digit: plan-2025 is not
-- plan-2026. A tag longer than 60 characters is a sentence, and no typing error is looked for in it.
-- No pair is compared with all others: each tag gives the few spellings it could be a variant of, and equal ones meet.
create macro spellings() as table
    with counted as (
        select tag, length(tag) as letters, replace(tag, '’', '''') as plain
        from (select distinct tag from article_tags)
    ),

    -- Dutch: boeken without -en is boek, but taken has a short a left, mannen an n too many, brieven a v, huizen a z.
    stems as (
        select
            tag,
            plain,
            regexp_extract(plain, '^(.{2,})en$', 1) as stem,
            regexp_replace(regexp_replace(stem, 'v$', 'f'), 'z$', 's') as hard
        from counted
    ),

    singulars as (
        select tag, plain, unnest([
            regexp_extract(plain, '^(.{2,}[^s''])''?s$', 1),
            regexp_extract(plain, '^(.{2,})(?:es|ën)$', 1),
            regexp_replace(regexp_extract(plain, '^(.{2,}ies)$', 1), 'ies$', 'y'),
            stem,
            hard,
            regexp_replace(regexp_extract(hard, '^((?:.*[^aeiou])?[aeou][^aeiou])$', 1), '([aeou])(.)$', '\1\1\2'),
            case when right(stem, 1) = stem[-2:-2] then stem[:-2] end
        ]) as singular
        from stems
    ),

    plurals as (
        select singulars.tag, counted.tag as mate
        from singulars join counted on counted.plain = singular
        where singular not in ('', singulars.plain)
    ),

    accents as (
        select one.tag, other.tag as mate
        from counted as one
        join counted as other on strip_accents(one.tag) = strip_accents(other.tag) and one.tag < other.tag
    ),

    -- What is left of a tag when one character is dropped: tags that are one error apart have a rest in common.
    rests as (
        select tag, place, substr(tag, 1, place - 1) || substr(tag, place + 1) as rest, substr(tag, place, 1) as dropped
        from (select tag, unnest(range(1, letters + 1)) as place from counted where letters between 6 and 60)
        where not regexp_matches(dropped, '\p{Nd}')
    ),

    typing as (
        select one.tag, other.tag as mate  -- another character
        from rests as one join rests as other using (rest, place)
        where one.tag < other.tag
        union all
        select rests.tag, counted.tag  -- one more
        from rests join counted on counted.tag = rests.rest
        where counted.letters >= 6
        union all
        select one.tag, other.tag  -- two neighbours changed places
        from rests as one
        join rests as other
            on other.rest = one.rest
            and other.place = one.place + 1
            and one.dropped = other.dropped
            and one.tag != other.tag
    ),

    pairs as (
        select least(tag, mate) as tag, greatest(tag, mate) as mate, min(rank) as rank
        from (
            select *, 1 as rank from plurals
            union all
            select *, 2 from accents
            union all
            select *, 3 from typing
        )
        group by all
    )

    select tag, mate, rank from pairs;

-- Periods of one length: their first day, the way to the next one, how many make a trailing mean (metrics.md, Volume).
create macro bucket_of(granularity, day) as
    case
        when granularity in ('day', 'week', 'month', 'quarter', 'year') then date_trunc(granularity, day)::date
        else error('granularity is day, week, month, quarter or year, not ' || granularity)
    end;
create macro bucket_step(granularity) as
    case granularity
        when 'day' then interval 1 day
        when 'week' then interval 7 day
        when 'month' then interval 1 month
        when 'quarter' then interval 3 month
        when 'year' then interval 1 year
    end;
create macro mean_over(granularity) as
    case granularity when 'day' then 28 when 'week' then 4 when 'month' then 3 when 'quarter' then 4 end;

-- The buckets of a period, without a hole, up to the one that as_of is in; from which to which day each counts. It is
-- complete when all of it lies in the period and is over: the day as_of itself still runs.
create macro buckets_of(granularity, from_day, to_day, as_of, first_chosen) as table
    with period as (
        select
            first_day_of(from_day, as_of, first_chosen) as first_day,
            least(coalesce(to_day::date, as_of::date), as_of::date) as last_day
    ),
    every as (
        select
            last_day,
            unnest(generate_series(bucket_of(granularity, first_day), last_day, bucket_step(granularity)))::date as bucket,
            (bucket + bucket_step(granularity) - interval 1 day)::date as bucket_end
        from period
        where first_day <= last_day
    )
    select
        bucket,
        bucket_end,
        greatest(bucket, from_day::date) as counted_from,
        least(bucket_end, last_day) as counted_to,
        counted_from = bucket and counted_to = bucket_end and bucket_end < as_of::date as complete
    from every;

-- Wilson 95 % interval of k out of n, as shares (Wilson 1927); null when n = 0.
create macro wilson_low(k, n) as
    case
        when n = 0 then null
        when k = 0 then 0
        else (k + 1.9208 - 1.96 * sqrt(k * (n - k) / n::double + 0.9604)) / (n + 3.8416)
    end;
create macro wilson_high(k, n) as
    case
        when n = 0 then null
        when k = n then 1
        else (k + 1.9208 + 1.96 * sqrt(k * (n - k) / n::double + 0.9604)) / (n + 3.8416)
    end;
