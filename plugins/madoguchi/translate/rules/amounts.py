"""Numbers, telephone numbers, times and dates: what a translation may not change."""

from collections.abc import Iterator
from functools import lru_cache

from madoguchi.findings import Message, Severity
from madoguchi.translate.digits import language
from madoguchi.translate.rules import numbers, text
from madoguchi.translate.rules.number_words import is_known
from madoguchi.translate.rules.numbers import DIGIT, Asked, Need, Number
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule

# Swahili and Amharic count the hours from six o'clock
_FROM_SUNRISE = ("sw", "am")
_NOTHING = Asked((), frozenset(), frozenset(), (), (), False, frozenset())


class _Compared:
    """The numbers of a pair, compared once for all rules."""

    def __init__(self, source: str, translation: str, tag: str) -> None:
        self.asked = numbers.asked(source) or _NOTHING
        self.said = numbers.said(translation, tag)
        self.years = numbers.other_calendars(tag, self.asked.years)
        self.lost_phones = sorted(self.asked.phones - {digits for _, digits in self.said.phones})
        self.lost = self._lost(translation, tag)
        self.invented = self._invented(tag)

    def _lost(self, translation: str, tag: str) -> list[Need]:
        known = self.said.known
        unmet = [n for n in self.asked.needs if not any(o <= known for o in n.options)]
        if unmet:
            known |= numbers.worded(translation, tag)
            if self.years & known:
                known |= self.asked.years
            unmet = [n for n in unmet if not any(o <= known for o in n.options)]
        return unmet

    def _invented(self, tag: str) -> list[Number]:
        allowed = self.asked.allowed | self.years | {0.0}
        if not self.lost:
            # "1 hospital" counts what Japanese does not
            allowed |= {1.0}
        if language(tag) in _FROM_SUNRISE:
            hours = [clock.hour for clock in self.asked.clocks]
            allowed |= {float((hour + 6) % 12 or 12) for hour in hours}
        if self.asked.weekdays and language(tag) in ("vi", "pt"):
            allowed |= {2.0, 3.0, 4.0, 5.0, 6.0, 7.0}
        return [
            number
            for number in self.said.numbers
            if not number.name and not any(reading <= allowed for reading in number.readings)
        ]


@lru_cache(maxsize=16)
def _compared(source: str, translation: str, tag: str) -> _Compared | None:
    asked, said = text.source(source).prose, text.translation(translation).prose
    if numbers.asked(asked) is None and DIGIT.search(said) is None:
        return None
    return _Compared(asked, said, tag)


def _numbers(pair: Pair) -> _Compared | None:
    """Return the numbers of both; None if there are none to compare."""
    return _compared(pair.source, pair.translation, pair.tag)


def _lost_names(pair: Pair) -> list[str]:
    names = set(text.source(pair.source).names) - set(text.translation(pair.translation).names)
    return sorted(names)


def changed_number(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A number of the translation that nothing in the source explains."""
    compared = _numbers(pair)
    if compared is None or (compared.invented and _lost_names(pair)):
        return
    for shown in dict.fromkeys(number.shown for number in compared.invented):
        yield Message(
            f"訳の {shown} は、元の文にありません。元の文の数に直してください。",
            f"The source has no {shown}. Write the number of the source.",
        )


def lost_number(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A number that matters, and that the translation says in no way."""
    compared = _numbers(pair)
    if compared is None:
        return
    known = is_known(pair.tag)
    for need in compared.lost:
        if need.grave and (known or _has_no_word(need)):
            yield _lost(need.shown)
    for digits in compared.lost_phones:
        yield Message(
            f"電話番号か郵便番号の {digits} が訳にありません。元の文と同じ番号を入れてください。",
            f"The translation lacks the telephone number or postcode {digits}. Copy it from the source.",
        )


def _has_no_word(need: Need) -> bool:
    """Whether every language writes a number in digits: 119 and 2026, but not 14 or 1000."""
    smallest = min(max(option, default=0.0) for option in need.options)
    return smallest >= 100 and len(f"{smallest:.0f}".rstrip("0")) > 2


def _lost(shown: str) -> Message:
    return Message(
        f"{shown} が訳にありません。訳に入れてください。",
        f"The translation does not say {shown}. Add it.",
    )


def lost_small_number(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A small number that a language whose number words are known does not say."""
    compared = _numbers(pair)
    if compared is None or not is_known(pair.tag):
        return
    for need in compared.lost:
        if not need.grave:
            yield _lost(need.shown)


def literal_fact(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """Telephone numbers, addresses and other facts that the source does not have as they stand."""
    source, said = text.source(pair.source), text.translation(pair.translation)
    instead = _lost_names(pair) if source.names else []
    for address in sorted(set(said.addresses) - set(source.addresses)):
        if address not in source.targets and address not in source.raw:
            yield _literal(address, instead)
    compared = _numbers(pair)
    if compared is None:
        return
    for shown, digits in compared.said.phones:
        if digits not in compared.asked.phones:
            yield _literal(shown, instead)
    if compared.invented and instead:
        yield _literal("、".join(dict.fromkeys(n.shown for n in compared.invented)), instead)


def _literal(shown: str, instead: list[str]) -> Message:
    names = "、".join(instead)
    if instead:
        return Message(
            f"「{shown}」は元の文にありません。元の文と同じように {names} を使ってください。",
            f'The source does not have "{shown}". Use {names} as the source does.',
        )
    return Message(
        f"「{shown}」は元の文にありません。訳から消すか、元の文と同じにしてください。",
        f'The source does not have "{shown}". Take it out, or write what the source has.',
    )


def changed_time(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A time of day that is none of the source's, though its numbers may be."""
    compared = _numbers(pair)
    if compared is None or not compared.asked.clocks or compared.invented:
        return
    if language(pair.tag) in _FROM_SUNRISE:
        return
    asked = compared.asked.clocks
    for shown, clock in compared.said.clocks:
        halves = {one.evening for one in asked if one.shows(clock)}
        other = clock.evening is not None and halves == {not clock.evening}
        if not halves or other:
            yield Message(
                f"訳の時間「{shown}」は、元の文の時間とちがいます。元の文の時間に直してください。",
                f'The time "{shown}" is not one of the source. Write the times of the source.',
            )


def changed_date(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """A date whose day belongs to another month of the source."""
    compared = _numbers(pair)
    if compared is None or not compared.asked.days or compared.invented:
        return
    days: dict[int, set[int]] = {}
    for month, day in compared.asked.days:
        days.setdefault(month, set()).add(day)
    for month, beside in numbers.dates(compared.said.plain):
        if beside and month in days and not days[month].intersection(beside):
            yield Message(
                f"訳の日付（{month}月{beside[-1]}日）は、元の文の日付とちがいます。元の文の日付に直してください。",
                f"The date {month}/{beside[-1]} (month/day) is not one of the source. Write the dates of the source.",
            )


RULES = (
    Rule(
        "T012",
        "changed-number",
        Severity.ERROR,
        Message(
            "訳の数は、元の文にある数です。", "Numbers of a translation are those of the source."
        ),
        bad=(
            Example("14日以内に来てください。", "Come within 15 days."),
            Example("写真を3枚持ってきてください。", "照片请带4张。", "zh-Hans"),
            Example("1万円です。", "Custa 1.000 ienes.", "pt-BR"),
            Example("4月から始まります。", "यो मार्च 3 देखि सुरु हुन्छ।", "ne"),
        ),
        good=(
            Example("14日以内に来てください。", "Come within two weeks."),
            Example("1万円です。", "Custa 10 mil ienes.", "pt-BR"),
            Example("令和8年から", "Since 2026"),
            Example("新型コロナの注射", "COVID-19 vaccination"),
        ),
        check=changed_number,
    ),
    Rule(
        "T013",
        "lost-number",
        Severity.ERROR,
        Message(
            "大きい数、日付、時間、お金、電話番号は、訳にもあります。",
            "Large numbers, dates, times, sums and telephone numbers are in the translation too.",
        ),
        bad=(
            Example("14日以内に来てください。", "Please come soon."),
            Example("4月1日から始まります。", "Começa no dia 1.", "pt-BR"),
            Example("電話は0999-00-1000です。", "Call city hall."),
            Example("1回500円です。", "It costs a little each time."),
        ),
        good=(
            Example("14日以内に来てください。", "请在十四天以内来。", "zh-Hans"),
            Example("24時間、電話できます。", "You can call day and night."),
            Example("14日以内に来てください。", "Venez dans les quatorze jours.", "fr"),
        ),
        check=lost_number,
    ),
    Rule(
        "T014",
        "lost-small-number",
        Severity.WARNING,
        Message(
            "2から12までの数は、訳にもあります。",
            "Numbers from 2 to 12 are in the translation too.",
        ),
        bad=(Example("写真を3枚持ってきてください。", "Bring photos."),),
        good=(
            Example("写真を3枚持ってきてください。", "Bring three photos."),
            Example("写真を2枚持ってきてください。", "Bring both photos."),
            Example("写真を3枚持ってきてください。", "Apportez trois photos.", "fr"),
        ),
        check=lost_small_number,
    ),
    Rule(
        "T015",
        "literal-fact",
        Severity.ERROR,
        Message(
            "電話番号、日付、住所、アドレスは、元の文にあるものだけを書きます。",
            "Telephone numbers, dates and addresses are only those that stand in the source.",
        ),
        bad=(
            Example("電話してください。", "Please call 0999-00-1000."),
            Example("{contact.a.phone}に電話します。", "Call 0999-00-1000."),
            Example("{date:2026-04-01}に始まります。", "It starts on April 1, 2026."),
            Example("聞いてください。", "Write to desk@city.example."),
            Example("ひなた市本町", "〒123-4567 Honmachi, Hinata"),
        ),
        good=(
            Example("電話は0999-00-1000です。", "The number is (0999) 00-1000."),
            Example("電話は0999-00-1000です。", "The number is +81-999-00-1000."),
            Example("{date:2026-04-01}に始まります。", "It starts on {date:2026-04-01}."),
        ),
        check=literal_fact,
    ),
    Rule(
        "T016",
        "changed-time",
        Severity.ERROR,
        Message("時間は、元の文と同じです。", "Times of day are those of the source."),
        bad=(
            Example("午前8時30分から午後5時15分まで", "From 8:15 a.m. to 5:30 p.m."),
            Example("午後5時15分まで", "Until 5:15 a.m."),
            Example("午後5時まで", "Đến 5 giờ sáng", "vi"),
            Example("午後5時まで", "صبح 5 بجے تک", "ur"),
        ),
        good=(
            Example("午後5時15分まで", "Until 17:15"),
            Example("午後5時半まで", "Until half past 5 p.m."),
            Example("17:15まで", "到下午5点15分", "zh-Hans"),
        ),
        check=changed_time,
    ),
    Rule(
        "T017",
        "changed-date",
        Severity.ERROR,
        Message(
            "日付の月と日は、元の文と同じ組み合わせです。",
            "A date has the month and the day of the source.",
        ),
        bad=(Example("12月29日から1月3日まで休みです。", "Closed from December 3 to January 29."),),
        good=(
            Example("12月29日から1月3日まで休みです。", "Closed from 29 December to 3 January."),
            Example("12月29日から1月3日まで休みです。", "Nghỉ từ ngày 29/12 đến ngày 3/1.", "vi"),
        ),
        check=changed_date,
    ),
)
