"""What programs want to know of a service, where the page leaves no doubt: whose it is, its price."""

import re
from typing import NamedTuple

from madoguchi.content import Content, SourcePage
from madoguchi.inline import references, strip_readings
from madoguchi.schema import Fee, Page


def is_own(content: Content, page: SourcePage) -> bool:
    """Whether what a page is about belongs to the city itself, and to no ministry, board or club.

    So it is if the page names nobody (`authority`).
    """
    said = page.paths.get(("authority",))
    return said is None or said.text == content.texts["city.name"].block.text


class Sum(NamedTuple):
    """What everybody pays who does what a page is about."""

    yen: int
    fee: str | None = None
    """The id of the fee, if the data has it."""


def clear_sum(content: Content, page: Page) -> Sum | None:
    """Return the sum that a page costs; None if it names none or several, or if it depends.

    A wrong price is worse than none: only one sentence, which names one sum and neither a second
    one nor a condition, is clear.
    """
    if page.free:
        return Sum(0)
    names = references(page.cost or "")
    if len(names) != 1 or _DEPENDS.search(strip_readings(page.cost or "").rstrip("。")):
        return None
    kind, _, rest = names[0].partition(":")
    if kind == "yen" and re.fullmatch("[0-9]+", rest):
        return Sum(int(rest))
    fee = content.item("fees", id_ := names[0].removeprefix("fee."))
    return Sum(fee.amount, id_) if isinstance(fee, Fee) and names[0] == f"fee.{id_}" else None


_DEPENDS = re.compile(
    "[。．！!？?]"  # a second sentence
    "|[0-9０-９〇一二三四五六七八九十百千万]+円"  # a sum that is no fact
    "|ません|ない|無料|ただ"  # for some it is free
    "|とき|時は|場合|なら|れば|たら|人は|人の|以外"  # a condition
    "|から|まで|以上|以下|より|約|くらい|ぐらい|ほど|または|もしくは|ずつ|毎|ごと"  # a range, a rate
    "|につき|1枚|1つ|1人|１枚|１つ|１人|一人|ひとり"
)
