"""The items of GIF's data model for government services and schemes, and where ours come from.

- DS-451-4 「実装データモデル（行政） 行政サービス・制度」, Digital Agency, 2022-03-31, table 1
- DS-432 「コアデータモデル解説書 連絡先」, 2022-03-31, table 1, which DS-451-4 names for 連絡先情報
- DS-491-1 「コード サービスカタログ」, 2022-03-31, 3.1 to 3.3, which it names for the tags

tests/gif_items.tsv has their tables.

https://www.digital.go.jp/policies/data_strategy_government_interoperability_framework
and https://github.com/JDA-DM/GIF (451_実装データモデル_行政/md/451-4_ad_rule.md), seen 2026-11-21.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from madoguchi.content import SourcePage
from madoguchi.findings import Message


class Item(NamedTuple):
    """An item of the model."""

    name: str
    """As the table writes it."""
    source: Message
    """What of a page fills it, or why nothing does."""
    filled: bool = True
    required: bool = False
    max_chars: int | None = None
    advised: bool = False
    """Whether `max_chars` is advice only."""


def _empty(ja: str, en: str) -> tuple[Message, bool]:
    return Message(ja, en), False


_NOT_KNOWN = _empty("ページに書く所がありません", "pages have no field for it")
_NOT_RESIDENTS = _empty("会社のための項目です", "it is about companies")
_NO_GRANTS = _empty(
    "給付・貸付・補助の額は、ページの文に書いてあるだけです",
    "sums that are given or lent stand in the text only",
)

CONTACT = "連絡先情報"

ITEMS = (
    Item("制度所管組織", Message("authority、なければ市の名前", "authority, or the city's name"), required=True),
    Item("タイトル（制度名）", Message("official.title、なければ title", "official.title, or title"), required=True, max_chars=40, advised=True),
    Item("サブタイトル（通称）", Message("official があるときの title", "title, where there is official"), max_chars=40, advised=True),
    Item("制度番号", Message("site.yml の city.code と id（132012-moving-in）。authority が市でないときは、番号をつけるのは市ではないので、空", "city.code of site.yml and id (132012-moving-in); empty if authority is not the city: the number is for the authority to give")),
    Item("元制度番号", *_NOT_KNOWN),
    Item("制度変更区分", *_NOT_KNOWN),
    Item("根拠法令", Message("legal", "legal")),
    Item("地域群", *_NOT_KNOWN),
    Item("地域", Message("site.yml の city.code", "city.code of site.yml")),
    Item("概要", Message("summary", "summary"), required=True, max_chars=100),
    Item("内容", Message("本文の初め", "the beginning of the text"), required=True, max_chars=500),
    Item("対象者", Message("who", "who")),
    Item("用途・対象物", *_NOT_KNOWN),
    Item("収入条件", *_NOT_KNOWN),
    Item("家族構成条件", *_NOT_KNOWN),
    Item("対象者条件", *_empty("who と分けて書く所がありません", "pages do not write it apart from who")),
    Item("従業員条件", *_NOT_RESIDENTS),
    Item("資本金条件", *_NOT_RESIDENTS),
    Item("創業年条件", *_NOT_RESIDENTS),
    Item("給付上限額", *_NO_GRANTS),
    Item("最大金利", *_NO_GRANTS),
    Item("借入限度額", *_NO_GRANTS),
    Item("償還期限", *_NO_GRANTS),
    Item("最大補助率", *_NO_GRANTS),
    Item("費用", Message("cost が条件のない1文で、金額が1つだけのとき", "cost, if it is one sentence with one sum and no condition")),
    Item("予算枠の有無", *_NOT_KNOWN),
    Item("申請届出方法", Message("steps と where", "steps and where")),
    Item("募集時期", *_empty("when を公募開始日・公募終了日・公募備考に入れます", "when goes to the next three items")),
    Item("公募開始日", Message("when.from", "when.from")),
    Item("公募終了日", Message("when.to か when.date", "when.to or when.date")),
    Item("公募備考", Message("when の within と note", "when.within and when.note")),
    Item("手続書類", Message("bring", "bring")),
    Item("電子申請の有無", Message("online.url", "online.url")),
    Item("添付ファイル名称", *_NOT_KNOWN),
    Item("添付ファイル名", *_NOT_KNOWN),
    Item("詳細参照先", Message("サイトの名前", "the site's name")),
    Item("詳細URL", Message("--site-url とページのアドレス", "--site-url and the page's address")),
    Item("標準産業分類", *_NOT_RESIDENTS),
    Item("ステージとアクション", Message("title と official のことば。なければ、life_event が1つだけのとき。ほかは、どれか決められないので、空", "words of title and official; without any, life_event if it is one only; else empty, for it could be several")),
    Item("事業ステージ", *_NOT_RESIDENTS),
    Item("お困りごと", Message("ステージとアクションから決まるとき。ほかは空", "what follows from ステージとアクション; else empty")),
    Item("サービス種別", Message("type と、title と official のことば（届、教室、相談、手当など）。決められないときは空", "type, and words of title and official (届, 教室, 相談, 手当 …); empty if they leave it open")),
    Item("災害名", *_NOT_KNOWN),
    Item("キーワード", Message("official、category、keywords", "official, category, keywords")),
    Item("実施組織・支援機関", *_empty("所管と実施を分けて書く所がありません", "pages do not write who runs it apart")),
    Item("お問い合わせ先", Message("contact の全部", "every contact")),
    Item("お問合わせ先一覧", *_NOT_KNOWN),
    Item(CONTACT, Message("contact の初め、なければ市の連絡先", "the first contact, or the city's"), required=True),
    Item("公開開始日", *_empty("公開した日を記録していません", "the day of publication is not recorded")),
    Item("公開終了日", Message("expires", "expires")),
    Item("最終更新日", Message("Git で、ページか訳が最後に変わった日。わからないときは verified.on（確認した日）", "the day on which Git has the last change of the page or its translation; if that is not known, verified.on")),
    Item("表示優先度", *_NOT_KNOWN),
)  # fmt: skip
"""Table 1 of DS-451-4, whole and in its order."""

CONTACT_ITEMS = (
    Item("連絡先名称", Message("name", "name")),
    Item("連絡先電話番号", Message("phone", "phone")),
    Item("連絡先内線番号", *_NOT_KNOWN),
    Item("連絡先メールアドレス", Message("email", "email")),
    Item("連絡先FormURL", *_empty("url はフォームとは限りません", "url need not be a form")),
    Item("連絡先備考（その他、SNSなど）", Message("note", "note")),
    Item("郵便番号", Message("place の postal_code", "the place's postal_code")),
    Item("連絡先住所", Message("place の address。JSON では「連結表記」だけ（町字ID などはありません）", "the place's address; in JSON 連結表記 only, for there is no 町字ID")),
)  # fmt: skip
"""Table 1 of DS-432, whole and in its order."""

ADDRESS = "連結表記"
"""The item of DS-433 (住所) that has an address as one text."""

_LIFE, _DAILY = "ライフイベント", "デイリーイベント"


class _Action(NamedTuple):
    """An action of DS-491-1, 3.1, and what of a page is surely about it."""

    stage: str
    words: re.Pattern[str] | None = None
    """In title or official word."""
    event: str | None = None
    """The life event that is the same, if the page has no other."""
    trouble: str = ""
    """The word of 3.2 that takes it in; others have none that is surely theirs."""


_HOME, _WORK, _CARE, _CHILD = "住まい", "仕事", "医療福祉", "子育て・教育"
_OTHER = "その他暮らしに関すること"

ACTIONS = {
    "妊娠・出産": _Action(_LIFE, re.compile("妊娠|出産|出生|母子健康手帳|赤ちゃん"), "birth", _CHILD),
    "子育て": _Action(_LIFE, re.compile("子育て|保育|児童手当"), None, _CHILD),
    "教育": _Action(_LIFE, re.compile("小学校|中学校|就学|入学|転校"), "school", _CHILD),
    "結婚・離婚": _Action(_LIFE, re.compile("結婚|離婚|婚姻"), "marriage"),
    "引っ越し・住まい": _Action(_LIFE, re.compile("引っ越|転入|転居|転出|市営住宅|県営住宅"), "moving", _HOME),
    "就職・退職": _Action(_LIFE, re.compile("就職|退職"), "work", _WORK),
    "高齢者・介護": _Action(_LIFE, re.compile("介護|高齢者"), None, _CARE),
    "ご不幸": _Action(_LIFE, re.compile("死亡|亡くな"), "death"),
    "戸籍・住民票・印鑑登録（など）": _Action(_DAILY, re.compile("戸籍|住民票|印鑑登録|転入届|転居届|転出届")),
    "税": _Action(_DAILY, re.compile("税")),
    "国民健康保険": _Action(_DAILY, re.compile("国民健康保険"), None, _CARE),
    "国民年金": _Action(_DAILY, re.compile("国民年金")),
    "水道・ガス・電気": _Action(_DAILY, re.compile("水道"), None, _OTHER),
    "ごみ・環境保全": _Action(_DAILY, re.compile("ごみ|リサイクル"), None, _OTHER),
    "ペット": _Action(_DAILY, re.compile("ペット(?!ボトル)|飼い犬")),
    "障がい者支援": _Action(_DAILY, re.compile("障がい者|障害者"), None, _CARE),
    "健康・医療": _Action(_DAILY, re.compile("病院|健康診断|予防接種"), "illness", _CARE),
    "防災": _Action(_DAILY, re.compile("防災|地震|台風|大雨|津波|避難"), "disaster"),
    "救急・消防": _Action(_DAILY, re.compile("救急|消防|火事|(?<![0-9-])119(?![0-9-])")),
}  # fmt: skip
"""What pages can be filed under; the other actions of the table have no word that is surely theirs."""


def stages(page: SourcePage) -> list[str]:
    """Return where a page is filed: stage, slash, action; nothing if that is not sure.

    A life event says when a page helps, not what it is about: whoever moves must know about
    garbage. So the page's own words count, and a life event only if they are silent and it is one.
    """
    official = page.meta.official.title if page.meta.official else ""
    called = f"{page.paths['title',].text} {official}"
    events = page.meta.life_event
    found = [name for name, action in ACTIONS.items() if action.words and action.words.search(called)]  # fmt: skip
    if not found and len(events) == 1:
        found = [name for name, action in ACTIONS.items() if action.event == events[0]]
    return [f"{ACTIONS[name].stage}/{name}" for name in found]


def troubles(stages: Iterable[str]) -> list[str]:
    """Return the words of DS-491-1, 3.2, that take in what `stages` returned."""
    return [ACTIONS[stage.partition("/")[2]].trouble for stage in stages]


NOTIFICATION, INFORMATION, FACILITY = "届出", "情報提供", "施設"
"""Kinds of service of DS-491-1, 3.3, by the type of the page."""

KINDS = {
    "手当・助成金": re.compile("手当|助成|給付金|補助金"),
    "教室・講習会": re.compile("教室|講習|講座"),
    "相談": re.compile("相談"),
}
"""Those that the page's words name."""
