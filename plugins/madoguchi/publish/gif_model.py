"""The items of GIF's data model for government services and schemes, and where ours come from.

- DS-451-4 「実装データモデル（行政） 行政サービス・制度」, Digital Agency, 2022-03-31, table 1
- DS-432 「コアデータモデル解説書 連絡先」, 2022-03-31, table 1, which DS-451-4 names for 連絡先情報
- DS-491-1 「コード サービスカタログ」, 2022-03-31, 3.1 to 3.3, which it names for the tags

https://www.digital.go.jp/policies/data_strategy_government_interoperability_framework
and https://github.com/JDA-DM/GIF (451_実装データモデル_行政/md/451-4_ad_rule.md), seen 2026-11-21.
"""

from typing import NamedTuple

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
    Item("制度番号", Message("site.yml の city.code と id（132012-moving-in）", "city.code of site.yml and id (132012-moving-in)")),
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
    Item("費用", Message("cost が1文で、金額が1つだけのとき", "cost, if it is one sentence with one sum")),
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
    Item("ステージとアクション", Message("life_event", "life_event")),
    Item("事業ステージ", *_NOT_RESIDENTS),
    Item("お困りごと", Message("life_event", "life_event")),
    Item("サービス種別", Message("type と official（「届」で終わる手続きは届出）", "type, and official (届 at its end: a notification)")),
    Item("災害名", *_NOT_KNOWN),
    Item("キーワード", Message("official、category、keywords", "official, category, keywords")),
    Item("実施組織・支援機関", *_empty("所管と実施を分けて書く所がありません", "pages do not write who runs it apart")),
    Item("お問い合わせ先", Message("contact の全部", "every contact")),
    Item("お問合わせ先一覧", *_NOT_KNOWN),
    Item(CONTACT, Message("contact の初め、なければ市の連絡先", "the first contact, or the city's"), required=True),
    Item("公開開始日", *_empty("公開した日を記録していません", "the day of publication is not recorded")),
    Item("公開終了日", Message("expires", "expires")),
    Item("最終更新日", Message("verified.on（確認した日）", "verified.on, the day of the last check")),
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
STAGES = {
    "moving": f"{_LIFE}/引っ越し・住まい",
    "birth": f"{_LIFE}/妊娠・出産",
    "school": f"{_LIFE}/教育",
    "marriage": f"{_LIFE}/結婚・離婚",
    "work": f"{_LIFE}/就職・退職",
    "death": f"{_LIFE}/ご不幸",
    "illness": f"{_DAILY}/健康・医療",
    "disaster": f"{_DAILY}/防災",
}
"""Life events in the words of DS-491-1, 3.1: stage, slash, action. `daily` is none of these alone."""

TROUBLES = {
    "moving": "住まい",
    "birth": "子育て・教育",
    "school": "子育て・教育",
    "work": "仕事",
    "illness": "医療福祉",
}
"""Life events in the words of DS-491-1, 3.2; others have no word that is surely theirs."""

NOTIFICATION, INFORMATION, FACILITY = "届出", "情報提供", "施設"
"""Kinds of service of DS-491-1, 3.3."""
