"""Readings in the three forms: tables of cases, and what holds for any text."""

import re
from io import BytesIO, TextIOWrapper

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from madoguchi.cli import main
from madoguchi.read.annotate import Form, annotate
from madoguchi.read.reader import Reader, Readings

READER = Reader(Readings({"ひなた市": "ひなたし", "鸜鵒町": "くよくちょう"}))


def short(text: str) -> str:
    """Write ruby as 漢字[かんじ]."""
    return re.sub(r"<ruby>(.*?)<rp>（</rp><rt>(.*?)</rt><rp>）</rp></ruby>", r"\1[\2]", text)


RUBY = [
    ("引っ越し", "引[ひ]っ越[こ]し"),
    ("取り扱い", "取[と]り扱[あつか]い"),
    ("申し込み", "申[もう]し込[こ]み"),
    ("今日と明日", "今日[きょう]と明日[あした]"),
    ("大人", "大人[おとな]"),
    ("国民健康保険", "国民[こくみん]健康[けんこう]保険[ほけん]"),
    ("20日", "20日[はつか]"),
    ("14日以内", "14日[じゅうよっか]以内[いない]"),
    ("第3月曜日", "第[だい]3月曜日[げつようび]"),
    ("0120-95-0178に電話", "0120-95-0178に電話[でんわ]"),
    ("100mと50cm", "100mと50cm"),
    ("ごみ、プラスチック", "ごみ、プラスチック"),
    ("{漢字|よみ}です", "漢字[よみ]です"),
    ("**市役所**へ", "**市[し]役所[やくしょ]**へ"),
    ("[国](a.md)の`町`", "[国[くに]](a.md)の`町`"),
    ("ひなた市", "ひなた市[し]"),
    ("鸜鵒町", "鸜鵒町[くよくちょう]"),
    ("市役所へ行った。会議を行った。", "市[し]役所[やくしょ]へ行[い]った。会議[かいぎ]を行[おこな]った。"),
    ("避難所", "避難[ひなん]所[じょ]"),
    ("髙橋さんと山﨑さん", "髙橋[たかはし]さんと山﨑[やまざき]さん"),
    ("🎉𠮷田さん🎉", "🎉𠮷田[よしだ]さん🎉"),
    ("人々と3ヶ月〆切", "人々[ひとびと]と3ヶ月[さんかげつ]〆切[しめきり]"),
    ("便（うんち）", "便[べん]（うんち）"),
    ("1月1日と一日中", "1月[いちがつ]1日[ついたち]と一日[いちにち]中[じゅう]"),
    ("<b>市</b>{: .x }", "<b>市[し]</b>{: .x }"),
]  # fmt: skip

KANA = [
    ("14日以内に、市民課へ行きます。", "じゅうよっかいないに、しみんかへ いきます。"),
    ("3階のカードを見ます。", "3がいの カードを みます。"),
    ("1,000円です。", "1,000えんです。"),
    ("50万円です。", "50まんえんです。"),
    ("ここに**名前**を書いてください。", "ここに **なまえ**を かいて ください。"),
    ("[保険](a.md)に入る", "[ほけん](a.md)に はいる"),
]  # fmt: skip

ROMAJI = [
    ("東京へ行きます。", "Tōkyō e ikimasu."),
    ("私は日本語を勉強します。", "Watashi wa nihongo o benkyō shimasu."),
    ("「ありがとう」と言う。", "“Arigatō” to iu."),
    ("もらった紙", "Moratta kami"),
    ("新聞を読んでください。", "Shinbun o yonde kudasai."),
    ("金曜日", "Kin'yōbi"),
    ("思うことを言う場合", "Omou koto o iu baai"),
    ("コーヒーとパーティー", "Kōhī to pātī"),
    ("抹茶", "Matcha"),
    ("電話は0999-00-1100です。", "Denwa wa 0999-00-1100 desu."),
    ("メールはsoudan@hinata.exampleへ", "Mēru wa soudan@hinata.example e"),
    ("www.city.example.jpを見る", "www.city.example.jp o miru"),
    ("**大切**な紙（写し）", "**Taisetsu** na kami (utsushi)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RUBY)
def test_ruby(text: str, expected: str) -> None:
    assert short(annotate(text, READER, Form.RUBY)) == expected


@pytest.mark.parametrize(("text", "expected"), KANA)
def test_kana(text: str, expected: str) -> None:
    assert annotate(text, READER, Form.KANA) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3階の1,000円の本です。", "さんがいの せんえんの ほんです。"),
        ("電話は0120-95-0178です。", "でんわは 0120-95-0178です。"),
        ("午前9時10分、100m", "ごぜんくじじゅっぷん、ひゃくメートル"),
    ],
)
def test_spelled(text: str, expected: str) -> None:
    assert annotate(text, READER, Form.SPELLED) == expected


@pytest.mark.parametrize(("text", "expected"), ROMAJI)
def test_romaji(text: str, expected: str) -> None:
    assert annotate(text, READER, Form.ROMAJI) == expected


def without_ruby(text: str) -> str:
    return re.sub(
        r"<ruby>(.*?)<rp>（</rp><rt>.*?</rt><rp>）</rp></ruby>", r"\1", text, flags=re.DOTALL
    )


PROSE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "市役所へ行った14日3階一人今日国保険引っ越し、。「」 　々〆ヶ髙𠮷😀é\u0301\u200d*_`[]()#-"
        ),
        st.characters(exclude_categories=()),
    ),
    max_size=60,
)


@given(PROSE.filter(lambda s: "{" not in s and "<" not in s))
@example("`市`、`a`。")
@settings(max_examples=300, deadline=None)
def test_ruby_changes_no_other_character(text: str) -> None:
    assert without_ruby(annotate(text, READER, Form.RUBY)) == text


@given(PROSE, st.sampled_from(Form))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_it(text: str, form: Form) -> None:
    assert annotate(text, READER, form).count("\n") == text.count("\n")


@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")), max_size=6))
@settings(max_examples=60, deadline=None)
def test_command_gives_a_line_for_a_line(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    out = run_read(data, "kana")
    assert out.count(b"\n") == data.count(b"\n")


def run_read(data: bytes, to: str) -> bytes:
    out = BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
        stdout = TextIOWrapper(out, encoding="utf-8")
        patch.setattr("sys.stdout", stdout)
        assert main(["read", "--to", to, "--content", "nowhere"]) == 0
        stdout.flush()
        return out.getvalue()


def test_command_keeps_what_is_no_japanese() -> None:
    assert (
        run_read(b"abc\r\n\xff\xfe\n\nA\x0bB\xe2\x80\xa8C", "ruby")
        == b"abc\r\n\xff\xfe\n\nA\x0bB\xe2\x80\xa8C"
    )


def test_a_very_long_line() -> None:
    text = "市役所へ行きます。" * 12_000
    assert without_ruby(annotate(text, READER, Form.RUBY)) == text
