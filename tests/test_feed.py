"""The Atom feeds: valid, in the reader's language, with what is new first."""

import datetime
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import change_entry, without_rules
from lxml import etree
from test_alerts import ENGLISH, NOON, TYPHOON, built, write

from madoguchi.project import Project, load
from madoguchi.publish import feed
from madoguchi.publish.alerts import JAPAN
from madoguchi.publish.changes import Change, changes
from madoguchi.publish.feed import AT_MOST, files, head
from madoguchi.publish.site import Publication

URL = "https://city.example/hinata/"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Sections 3 and 4 of RFC 4287, as far as a feed without content, contributors and extensions needs
# them. In an interleave the order is free; whatever is not named is forbidden.
GRAMMAR = etree.RelaxNG(
    etree.fromstring("""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start><element name="feed"><ref name="common"/><interleave>
  <ref name="head"/><optional><element name="subtitle"><ref name="text"/></element></optional>
  <oneOrMore><element name="author"><ref name="person"/></element></oneOrMore>
  <oneOrMore><ref name="link"/></oneOrMore>
  <zeroOrMore><element name="entry"><ref name="common"/><interleave>
   <ref name="head"/><oneOrMore><ref name="link"/></oneOrMore>
   <zeroOrMore><element name="category"><ref name="common"/>
    <attribute name="term" ns=""><data type="string"><param name="minLength">1</param></data></attribute></element></zeroOrMore>
   <optional><element name="published"><ref name="date"/></element></optional>
   <optional><element name="summary"><ref name="text"/></element></optional>
  </interleave></element></zeroOrMore>
 </interleave></element></start>
 <define name="head"><interleave>
  <element name="id"><ref name="common"/><data type="anyURI"><param name="minLength">1</param></data></element>
  <element name="title"><ref name="text"/></element><element name="updated"><ref name="date"/></element>
 </interleave></define>
 <define name="text"><ref name="common"/>
  <optional><attribute name="type" ns=""><choice><value>text</value><value>html</value></choice></attribute></optional>
  <text/></define>
 <define name="date"><ref name="common"/><data type="dateTime">
  <param name="pattern">[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+\\-][0-9]{2}:[0-9]{2})</param></data></define>
 <define name="person"><ref name="common"/><interleave>
  <element name="name"><data type="string"><param name="minLength">1</param></data></element>
  <optional><element name="uri"><data type="anyURI"/></element></optional></interleave></define>
 <define name="link"><element name="link"><ref name="common"/>
  <attribute name="href" ns=""><data type="anyURI"/></attribute>
  <attribute name="rel" ns=""><choice><value>self</value><value>alternate</value></choice></attribute>
  <attribute name="type" ns=""><data type="string"><param name="pattern">.+/.+</param></data></attribute>
  <attribute name="hreflang" ns=""><ref name="tag"/></attribute></element></define>
 <define name="tag"><data type="string"><param name="pattern">[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*</param></data></define>
 <define name="common"><optional><attribute name="lang" ns="http://www.w3.org/XML/1998/namespace"><ref name="tag"/></attribute></optional></define>
</grammar>""")
)


def feeds(project: Project, now: datetime.datetime = NOON) -> dict[str, etree._Element]:
    """Return the feeds of a city by their paths, after a look at what every feed must be."""
    sites = [built(project, loc.tag) for loc in project.content.locales]
    found = {path: etree.fromstring(data) for path, data in files(sites, URL, now)}
    assert list(found) == [f"{site.locale.prefix}feed.xml" for site in sites]
    for path, root in found.items():
        valid(path, root)
    return found


def valid(path: str, root: etree._Element) -> None:
    GRAMMAR.assertValid(root)
    ids = [id_.text for id_ in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all(urlsplit(id_).scheme == "https" for id_ in ids)
    links = {(a.get("rel"), a.get("href")) for a in root.findall(f"{ATOM}link")}
    assert links == {("self", URL + path), ("alternate", URL + path.removesuffix("feed.xml"))}
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) <= AT_MOST
    times = [moment(entry, "updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert not times or moment(root, "updated") == times[0]
    for entry in entries:
        # RFC 4287, 4.1.2: without content there must be an alternate; none twice in a language
        assert [a.get("rel") for a in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert terms(entry) in (["new"], ["changed"], ["alert"])
        if entry.find(f"{ATOM}published") is not None:
            assert moment(entry, "published") <= moment(entry, "updated")


def moment(element: etree._Element, name: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(element.findtext(ATOM + name) or "")


def terms(entry: etree._Element) -> list[str | None]:
    return [category.get("term") for category in entry.findall(f"{ATOM}category")]


def told(root: etree._Element) -> dict[str, tuple[str, str, str]]:
    """Return the entries by their address below the site: what they are, when, and the title."""
    return {
        entry.find(f"{ATOM}link").get("href").removeprefix(URL): (
            str(terms(entry)[0]),
            (entry.findtext(f"{ATOM}updated") or "")[:10],
            entry.findtext(f"{ATOM}title") or "",
        )
        for entry in root.findall(f"{ATOM}entry")
    }


def commit(city: Path, day: str, *more: str) -> None:
    """Commit all of the city at noon of a day of November 2026."""
    git(city, "add", "-A")
    git(city, "commit", "-qm", "x", *more, day=day)


def git(city: Path, *args: str, day: str = "01") -> None:
    who = ("-c", "user.name=Hana", "-c", "user.email=hana@city.example", "-c", "commit.gpgsign=false")  # fmt: skip
    # the tests may run in a hook themselves
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    date = {f"GIT_{of}_DATE": f"2026-11-{day}T12:00:00+09:00" for of in ("AUTHOR", "COMMITTER")}
    subprocess.run(
        ["git", "-C", str(city.parent), *who, *args], capture_output=True, check=True,
        env={**env, **date, "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip


@pytest.fixture
def repository(city: Path) -> Path:
    """The small city in a repository of its own, committed on the first of November."""
    git(city, "init", "-q", "-b", "main")
    commit(city, "01")
    return city


def edit(city: Path, old: str, new: str, file: str = "pages/moving/moving-in.md") -> None:
    text = (city / file).read_text(encoding="utf-8")
    assert old in text
    (city / file).write_text(text.replace(old, new), encoding="utf-8")


def test_a_page_is_new_until_it_changes(repository: Path) -> None:
    assert {term for term, _, _ in told(feeds(load(repository))["feed.xml"]).values()} == {"new"}
    edit(repository, "紙を書きます", "紙に書きます")
    before = told(feeds(load(repository))["feed.xml"])
    commit(repository, "05")
    after = told(feeds(load(repository))["feed.xml"])
    assert before["moving/moving-in/"][:2] == ("new", "2026-11-01")  # not committed, not published
    assert after["moving/moving-in/"][:2] == ("changed", "2026-11-05")
    assert after[""] == before[""]
    assert next(iter(after)) == "moving/moving-in/"


def test_a_translation_is_news_for_its_readers_only(repository: Path) -> None:
    without_rules(repository)
    commit(repository, "02")
    change_entry(repository, "紙を書きます", translation="Fill in a form")
    commit(repository, "07")
    found = feeds(load(repository))
    assert told(found["en/feed.xml"])["en/moving/moving-in/"][:2] == ("changed", "2026-11-07")
    assert told(found["ja-Hrkt/feed.xml"])["ja-Hrkt/moving/moving-in/"][1] == "2026-11-01"


def test_a_branch_is_published_when_it_is_merged(repository: Path) -> None:
    git(repository, "checkout", "-qb", "work")
    edit(repository, "紙を書きます", "紙に書きます")
    commit(repository, "03")
    git(repository, "checkout", "-q", "main")
    (repository / "words" / "terms.yml").write_text("", encoding="utf-8")
    commit(repository, "04")
    git(repository, "merge", "-q", "--no-ff", "-m", "x", "work", day="09")
    assert changes(repository)["pages/moving/moving-in.md"].last.day == 9


def test_what_was_deleted_comes_back_as_new(repository: Path) -> None:
    path = repository / "pages" / "moving" / "moving-in.md"
    text = path.read_bytes()
    path.unlink()
    commit(repository, "03")
    path.write_bytes(text)
    commit(repository, "08")
    found = changes(repository)["pages/moving/moving-in.md"]
    assert found.first == found.last and found.last.day == 8


@pytest.mark.parametrize("history", ["none", "shallow", "nothing committed"])
def test_without_history_the_day_it_was_checked_counts(repository: Path, history: str) -> None:
    if history == "shallow":
        commit(repository, "02", "--allow-empty")
        git(repository, "clone", "-q", "--depth", "1", repository.parent.as_uri(), "copy")
        repository = repository.parent / "copy" / "content_src"
    else:
        (repository.parent / ".git").rename(repository.parent / "gone")
        if history == "nothing committed":
            git(repository, "init", "-q")
    assert changes(repository) == {}
    found = told(feeds(load(repository))["feed.xml"])
    assert found["moving/moving-in/"][:2] == ("changed", "2026-11-01")


def test_the_same_commit_gives_the_same_bytes(repository: Path) -> None:
    def all_files() -> dict[str, bytes]:
        project = load(repository)
        sites = [built(project, loc.tag) for loc in project.content.locales]
        return dict(files(sites, URL, NOON))

    assert all_files() == all_files()


def test_an_alert_in_force_is_told_in_each_language(city: Path) -> None:
    project = write(city, TYPHOON, ENGLISH)
    found = feeds(project)
    (alert,) = (e for e in found["en/feed.xml"].findall(f"{ATOM}entry") if terms(e) == ["alert"])
    assert alert.findtext(f"{ATOM}title") == "A typhoon is coming"
    assert alert.findtext(f"{ATOM}id") == f"{URL}en/#alert-typhoon-20260912T0600"
    assert alert.find(f"{ATOM}link").get("href") == f"{URL}en/moving/moving-in/"
    summary = alert.findtext(f"{ATOM}summary") or ""
    assert summary.startswith("Do not go outside. ") and "September 13, 2026" in summary
    later = feeds(project, datetime.datetime(2026, 9, 14, tzinfo=JAPAN))
    assert "alert" not in {term for root in later.values() for term, _, _ in told(root).values()}


def test_what_is_not_translated_is_marked_as_japanese(city: Path) -> None:
    project = write(city, TYPHOON)
    (alert,) = (
        e for e in feeds(project)["en/feed.xml"].findall(f"{ATOM}entry") if terms(e) == ["alert"]
    )
    assert alert.find(f"{ATOM}title").get(XML_LANG) == "ja"
    assert alert.findtext(f"{ATOM}title") == "台風が来ます"
    # whole: the time is Japanese too
    assert alert.find(f"{ATOM}summary").get(XML_LANG) == "ja"
    summary = alert.findtext(f"{ATOM}summary") or ""
    assert summary.startswith("外に出ないでください。") and "9月13日" in summary
    assert "September" not in summary


def test_japanese_has_japanese_facts(city: Path) -> None:
    said = "{contact.city-hall.name}に行きます。{date:2026-04-01}からです。"
    edit(city, "summary: 青空市に引っ越してきたときの手続きです。", f'summary: "{said}"')
    root = feeds(load(city))["en/feed.xml"]
    (entry,) = (e for e in root.findall(f"{ATOM}entry") if "moving-in" in e.findtext(f"{ATOM}id"))
    assert entry.findtext(f"{ATOM}summary") == "青空市役所に行きます。2026年4月1日からです。"
    assert entry.find(f"{ATOM}summary").get(XML_LANG) == "ja"
    assert entry.find(f"{ATOM}title").get(XML_LANG) is None


def test_an_old_translation_is_no_news(city: Path) -> None:
    change_entry(city, "引っ越してきたとき", flags=("fuzzy",), previous="引っ越すとき", translation="When you move")  # fmt: skip
    titles = told(feeds(load(city))["en/feed.xml"])
    assert titles["en/moving/moving-in/"][2] == "引っ越してきたとき"


def test_a_page_and_its_feed_have_the_same_date(repository: Path) -> None:
    edit(repository, "紙を書きます", "紙に書きます")
    commit(repository, "05")
    project = load(repository)
    sites = [built(project, loc.tag) for loc in project.content.locales]
    published = Publication(repository, sites, URL, NOON)
    head = published.head(sites[0], sites[0].pages["moving/moving-in.md"])
    assert '"dateModified":"2026-11-05","lastReviewed":"2026-11-01"' in head
    assert told(feeds(project)["feed.xml"])["moving/moving-in/"][1] == "2026-11-05"


def test_a_language_without_translations_has_no_news(city: Path) -> None:
    shutil.rmtree(city / "locale")
    found = feeds(load(city))
    assert told(found["en/feed.xml"]) == {}
    assert len(told(found["feed.xml"])) == 2


def test_an_old_alert_is_told_however_much_is_new(city: Path) -> None:
    (city / "pages" / "moving" / "moving-in.md").rename(city / "x.md")
    text = (city / "x.md").read_text(encoding="utf-8")
    for i in range(AT_MOST + 5):
        page = text.replace("id: moving-in", f"id: p{i}").replace("2026-11-01", "2027-01-01")
        (city / "pages" / "moving" / f"p{i}.md").write_text(page, encoding="utf-8")
    found = feeds(write(city, TYPHOON.replace("  page: moving-in\n", "")))["feed.xml"]
    kinds = [terms(entry)[0] for entry in found.findall(f"{ATOM}entry")]
    assert kinds == ["changed"] * (AT_MOST - 1) + ["alert"]


def test_any_text_is_valid_xml(city: Path) -> None:
    edit(city, "引っ越してきたとき\n", '"<b>引っ越し</b> & \\x07]]>"\n')
    titles = [title for _, _, title in told(feeds(load(city))["feed.xml"]).values()]
    assert any("& ]]>" in title for title in titles)


def test_without_an_address_there_is_no_feed(city: Path) -> None:
    site = built(load(city), "en")
    assert list(files([site], "", NOON)) == []
    assert head(site, "en/moving/", "") == ""


def test_pages_name_the_feed_of_their_language(city: Path) -> None:
    link = head(built(load(city), "en"), "en/moving/moving-in/", URL)
    found = re.fullmatch(r'<link rel="alternate" type="application/atom\+xml" title="([^"<>]+)" href="([^"]+)">', link)  # fmt: skip
    assert found is not None and found[2] == "../../feed.xml"


def test_the_example_is_told(example: Project) -> None:
    known = {
        page.document.path.relative_to(example.content.root).as_posix(): Change(NOON, NOON)
        for page in example.content.pages
    }
    for tag in ("ja-Latn", "ur"):
        root = etree.fromstring(feed.feed(built(example, tag), URL, known, NOON).encode())
        valid(f"{tag}/feed.xml", root)
        assert root.get(XML_LANG) == tag
        assert len(root.findall(f"{ATOM}entry")) == len(example.content.pages)


def test_a_corrected_alert_is_news_again(repository: Path) -> None:
    path = repository / "data" / "alerts.yml"
    path.parent.mkdir(exist_ok=True)
    text = "typhoon: {title: 台風が来ます, text: 家にいてください。, from: '2026-11-02T06:00+09:00', until: '2026-11-20T06:00+09:00'}\n"
    now = datetime.datetime.fromisoformat("2026-11-12T12:00+09:00")
    for day in ("02", "08"):
        path.write_text(text.replace("家に", "家の中に") if day == "08" else text, encoding="utf-8")
        commit(repository, day)
        entries = feeds(load(repository), now)["feed.xml"].findall(f"{ATOM}entry")
        (alert,) = (entry for entry in entries if terms(entry) == ["alert"])
        assert moment(alert, "updated").day == int(day)
        assert moment(alert, "published").day == 2
