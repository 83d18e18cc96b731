"""Pictures for social networks: small, named after what they show; and the tags that name them."""

import argparse
import os
import struct
import zlib
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from conftest import ROOT
from test_alerts import built

from madoguchi import cards_command
from madoguchi.browser import WISH, browser, without_font
from madoguchi.errors import MadoguchiError
from madoguchi.locales import locale
from madoguchi.project import Project, load
from madoguchi.publish import cards, social
from madoguchi.publish.cards import HEIGHT, WIDTH, Card, all_cards, card, draw, hint, to_publish
from madoguchi.render.localize import Localized

URL = "https://city.example/hinata/"
PAGE = "moving/moving-in.md"


def languages(project: Project) -> list[Localized]:
    return [Localized(project, loc) for loc in project.content.locales]


def test_every_page_in_every_language_has_its_own(city: Path) -> None:
    found = all_cards(languages(load(city)))
    # home, one page and one category in four languages
    assert len(found) == 3 * 4
    assert found == all_cards(languages(load(city)))


def test_another_title_is_another_picture_and_nothing_else_is(city: Path) -> None:
    before = set(all_cards(languages(load(city))))
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("紙を書きます", "紙に書きます"), encoding="utf-8")
    assert set(all_cards(languages(load(city)))) == before
    page.write_text(text.replace("title: 引っ越してきた", "title: ここに来た"), encoding="utf-8")
    assert len(before & set(all_cards(languages(load(city))))) == 2 * 4


def test_a_title_is_text(city: Path) -> None:
    page = city / "pages" / "moving" / "moving-in.md"
    text = page.read_text(encoding="utf-8")
    title = "title: '<img src=x onerror=a()> \" & 市'"
    page.write_text(text.replace("title: 引っ越してきたとき", title), encoding="utf-8")
    site = built(load(city), "ja")
    picture = card(site.site, PAGE)
    assert "<img" not in picture.html
    tags = social.head([site], site, PAGE, URL, {picture.name})
    assert "<img" not in tags and '&quot; &amp; 市">' in tags


def test_the_build_takes_what_is_there(city: Path) -> None:
    sites = languages(load(city))
    names = list(all_cards(sites))
    folder = cards.kept_in(city)
    assert list(to_publish(sites, folder)) == []
    said = hint(names, folder)
    assert said is not None and "12" in said.en and "madoguchi cards" in said.ja
    cards.save(folder, names[1], b"png")
    cards.save(folder, "0" * 20 + ".png", b"old")
    assert list(to_publish(sites, folder)) == [(f"cards/{names[1]}", b"png")]
    assert cards.sweep(folder, names) == 1
    assert [path.name for path in folder.iterdir()] == [names[1]]
    for name in names:
        cards.save(folder, name, b"png")
    assert hint(names, folder) is None
    assert (folder.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_nothing_to_draw_needs_no_browser(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(WISH, str(city / "no-browser"))
    args = argparse.Namespace(content=city)
    with pytest.raises(MadoguchiError):
        cards_command.run(args, "en")
    for name in all_cards(languages(load(city))):
        cards.save(cards.kept_in(city), name, b"png")
    assert cards_command.run(args, "en") == 0
    assert capsys.readouterr().out.startswith("12 pictures: 0 drawn, 0 old ones removed")


def test_a_page_that_cannot_be_read_stops_no_other(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(WISH, str(city / "no-browser"))
    folder = cards.kept_in(city)
    for name in all_cards(languages(load(city))):
        cards.save(folder, name, b"png")
    (city / "pages" / "moving" / "moving-in.md").write_bytes(b"\xff\xfe")
    assert cards_command.run(argparse.Namespace(content=city), "en") == 0
    said = capsys.readouterr()
    assert "madoguchi check" in said.err
    # its pictures stay: tomorrow it can be read again
    assert said.out.startswith("8 pictures: 0 drawn, 0 old ones removed")
    assert len(cards.present(folder)) == 12


@pytest.mark.skipif(os.name == "nt", reason="no scripts with #!")
@pytest.mark.parametrize(("code", "said"), [(0, False), (1, True), (2, True)])
def test_a_site_is_built_without_its_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: int, said: bool
) -> None:
    place = spec_from_file_location("tasks", ROOT / "scripts" / "tasks.py")
    assert place is not None and place.loader is not None
    tasks = module_from_spec(place)
    place.loader.exec_module(tasks)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n[ "$*" = "-m madoguchi cards" ] && exit {code}\nexit 0\n')
    python.chmod(0o755)
    tasks.draw_cards(python)
    assert ("The site is built all the same" in capsys.readouterr().out) == said


def tags(html: str) -> list[tuple[str, str]]:
    found = []
    for line in html.splitlines():
        kind, name, content = line.removeprefix("<meta ").removesuffix('">').split('="', 2)
        name = name.removesuffix('" content')
        assert kind == ("name" if name.startswith("twitter:") else "property")
        found.append((name, content))
    return found


@pytest.mark.parametrize(("url", "drawn"), [(URL, True), (URL, False), ("", True)])
def test_tags_of_a_page(city: Path, url: str, drawn: bool) -> None:
    project = load(city)
    sites = [built(project, loc.tag) for loc in project.content.locales]
    site = sites[-1]
    picture = card(site.site, PAGE)
    found = tags(social.head(sites, site, PAGE, url, {picture.name} if drawn else set()))
    said = dict(found)
    assert len(found) == len(said)
    assert said["og:title"] == site.pages[PAGE].title
    assert said["og:description"] == site.pages[PAGE].description
    assert said["og:type"] == "article" and said["og:locale"] == "en_US"
    assert said["og:locale:alternate"] == "ja_JP"  # of three forms of Japanese, once
    assert said.get("og:url", "") == (f"{URL}en/moving/moving-in/" if url else "")
    shown = bool(url and drawn)
    assert said["twitter:card"] == ("summary_large_image" if shown else "summary")
    assert said.get("og:image", "") == (f"{URL}cards/{picture.name}" if shown else "")
    size = (said.get("og:image:width"), said.get("og:image:height"))
    assert size == (("1200", "630") if shown else (None, None))
    assert ("og:image:alt" in said) == shown
    home = dict(tags(social.head(sites, site, "index.md", url, ())))
    assert home["og:type"] == "website"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ja", "ja_JP"),
        ("ja-Latn", "ja_JP"),
        ("en", "en_US"),
        ("ne", "ne_NP"),
        ("ur", "ur_PK"),
        ("my", "my_MM"),
        ("tl", "tl_PH"),
        ("pt-BR", "pt_BR"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("zh-Hant-HK", "zh_HK"),
    ],
)
def test_languages_as_open_graph_names_them(tag: str, name: str) -> None:
    assert social.og_locale(locale(tag)) == name


# drawn by a browser


@pytest.mark.skipif(not Path("/etc/fonts").is_dir(), reason="no fontconfig")
def test_where_letters_have_no_font_nothing_is_kept(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    try:
        code = cards_command.run(argparse.Namespace(content=city), "en")
    except MadoguchiError as error:
        pytest.skip(error.message.en)
    said = capsys.readouterr()
    assert code == 1
    assert said.out.startswith("12 pictures: 0 drawn")
    for tag in ("ja", "ja-Hrkt", "ja-Latn", "en"):
        assert f"({tag})" in said.err
    assert "fonts-noto-core fonts-noto-cjk" in said.err
    assert not cards.present(cards.kept_in(city))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>市</b>&nbsp;&amp;<rt class='x'>し</rt>", " 市 \xa0& し "),
        ('<svg><path d="M0"/></svg>', "   "),
    ],
)
def test_what_is_written_on_a_card(html: str, text: str) -> None:
    assert Card("ja", "ltr", "#000", html, "").text == text


TITLES = {
    "ja": "<ruby>引<rp>（</rp><rt>ひ</rt><rp>）</rp></ruby>っ<ruby>越<rp>（</rp><rt>こ</rt><rp>）</rp></ruby>してきたとき",
    "ne": "हिनाता सहरमा सर्नुहुँदा",
    "ur": "جب بچہ پرائمری یا جونیئر ہائی اسکول میں داخل ہو",
    "my": "မြို့သို့ ပြောင်းရွှေ့လာသောအခါ",
    "vi": "Khi tham gia và khi thôi bảo hiểm y tế quốc dân " * 6,
}


@pytest.fixture(scope="module")
def drawn() -> Iterator[dict[str, bytes]]:
    made = [
        Card(
            tag,
            "rtl" if tag == "ur" else "ltr",
            "#0b5c6b",
            f'<header><b>市</b><span>{tag}</span></header><main><div id="room"><h1>{title}</h1></div></main><footer><div>市</div></footer>',
            tag,
        )
        for tag, title in TITLES.items()
    ]
    try:
        with browser() as started:
            unknown = without_font(started, "".join(card.text for card in made))
            here = [card for card in made if unknown.isdisjoint(card.text)]
            yield {card.lang: png for card, png in draw(started, here)}
    except MadoguchiError as error:
        pytest.skip(error.message.en)


def chunks(png: bytes) -> dict[bytes, bytes]:
    """Return the chunks of a PNG after a look at their checksums."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            kind + data
        )
        found[kind] = data
        at += 12 + length
    return found


def pixels(png: bytes) -> list[bytes]:
    """Return the rows of a picture, as indexes into its palette."""
    rows = zlib.decompress(chunks(png)[b"IDAT"])
    assert len(rows) == (WIDTH + 1) * HEIGHT
    return [rows[y * (WIDTH + 1) + 1 : (y + 1) * (WIDTH + 1)] for y in range(HEIGHT)]


@pytest.mark.parametrize("tag", TITLES)
def test_a_picture_is_small_and_whole(drawn: dict[str, bytes], tag: str) -> None:
    if tag not in drawn:
        pytest.skip("no font for its letters is installed")
    parts = chunks(drawn[tag])
    assert list(parts) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert parts[b"IHDR"] == struct.pack(">IIBBBBB", 1200, 630, 8, 3, 0, 0, 0)
    assert len(drawn[tag]) <= 40 * 1024
    palette = [parts[b"PLTE"][i : i + 3] for i in range(0, len(parts[b"PLTE"]), 3)]
    rows = pixels(drawn[tag])
    assert max(map(max, rows)) < len(palette) <= 64
    assert palette[rows[5][5]] == bytes.fromhex("0b5c6b")
    white = palette.index(b"\xff\xff\xff")
    # the title is there, and keeps away from the edges and from what stands above and below
    assert any(set(row[60:-60]) != {white} for row in rows[200:450])
    assert all(set(row) == {white} for row in rows[121:128])
    assert all(set(row[:40] + row[-40:]) == {white} for row in rows[130:500])


def test_titles_differ(drawn: dict[str, bytes]) -> None:
    assert len(set(drawn.values())) == len(drawn)
