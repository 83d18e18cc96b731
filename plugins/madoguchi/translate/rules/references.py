"""What a translation must keep as it stands: references, links, addresses, HTML."""

from collections import Counter
from collections.abc import Iterator

from madoguchi.findings import Message, Severity
from madoguchi.translate.rules import text
from madoguchi.translate.rules.rule import Example, Glossary, Pair, Rule


def _listed(names: frozenset[str]) -> str:
    return "、".join(sorted(names))


def kept(raw: str) -> frozenset[str]:
    """Return what a text and its translation both have: references, fields, targets of links."""
    return text.translation(raw).kept


def lost_reference(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """What only one of the two has."""
    source, said = text.source(pair.source), text.translation(pair.translation)
    wanted, there = source.kept, said.kept
    addresses = set(source.addresses) - set(said.addresses)
    if wanted == there and not addresses:
        return
    if lost := (wanted - there - {""}) | addresses:
        yield Message(
            f"{_listed(lost)} が訳にありません。元の文と同じ字で、訳に入れてください。",
            f"The translation has no {', '.join(sorted(lost))}. Copy it from the source.",
        )
    if "" in there:
        # no address can begin with a space: Markdown shows the brackets as text
        yield Message(
            "リンクに行き先がありません。[ことば](行き先) と、かっこの中に空白を入れないで書いてください。",
            "A link has no target. Write [words](target), without a space after the bracket.",
        )
    if more := there - wanted - {""}:
        yield Message(
            f"{_listed(more)} は元の文にありません。訳から消すか、元の文と同じ字にしてください。",
            f"The source has no {', '.join(sorted(more))}. Take it out, or write what the source has.",
        )


def repeated_reference(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """What both have, and not as often."""
    source, said = text.source(pair.source), text.translation(pair.translation)
    if len(source.names) == len(said.names) and len(source.targets) == len(said.targets):
        return
    wanted, there = Counter(source.names + source.targets), Counter(said.names + said.targets)
    for name, count in wanted.items():
        if there[name] and there[name] != count:
            yield Message(
                f"{name} は、元の文に{count}つ、訳に{there[name]}つあります。数を確かめてください。",
                f"{name} is {count} times in the source and {there[name]} times in the translation. See that this is meant.",
            )


def foreign_tag(pair: Pair, glossary: Glossary) -> Iterator[Message]:
    """HTML tags of only one of the two."""
    source, said = text.source(pair.source).tags, text.translation(pair.translation).tags
    if source == said:
        return
    wanted, there = Counter(source), Counter(said)
    for tag in sorted((wanted - there) | (there - wanted)):
        where = (
            ("訳にありません", "the source")
            if wanted[tag]
            else ("元の文にありません", "the translation")
        )
        yield Message(
            f"HTML の <{tag}> が{where[0]}。元の文と同じにしてください。",
            f"Only {where[1]} has the HTML <{tag}>. Make it as in the source.",
        )


RULES = (
    Rule(
        "T002",
        "lost-reference",
        Severity.ERROR,
        Message(
            "{…} とリンクの行き先は、元の文と同じものを入れます。",
            "References, fields and link targets are those of the source.",
        ),
        bad=(
            Example("{contact.city-hall.phone}に電話してください。", "Please call 0999-00-1000."),
            Example("[市のページ](a.md)を見てください。", "See [the page](b.md)."),
            Example("{start}から{end}まで", "From {start}"),
            Example("紙を書いてください。", "Fill in {form.name}."),
            Example("ここを見ます。", "Look [here]( http://x)."),
        ),
        good=(
            Example(
                "{contact.city-hall.phone}に電話してください。", "Call {contact.city-hall.phone}."
            ),
            Example("{start}から{end}まで", "Until {end}, from {start}"),
        ),
        check=lost_reference,
    ),
    Rule(
        "T010",
        "repeated-reference",
        Severity.WARNING,
        Message(
            "{…} とリンクの数は、元の文と同じです。",
            "References and links come as often as in the source.",
        ),
        bad=(Example("{place.a.name}と{place.a.name}の前", "{place.a.name}"),),
        good=(Example("{place.a.name}と{place.b.name}", "{place.b.name} and {place.a.name}"),),
        check=repeated_reference,
    ),
    Rule(
        "T011",
        "foreign-tag",
        Severity.ERROR,
        Message("HTML のタグは、元の文と同じものだけです。", "HTML tags are those of the source."),
        bad=(
            Example("紙を書きます", "<b>Fill in</b> the form", context="steps"),
            Example("一<br>二", "One two"),
        ),
        good=(Example("一<br>二", "One<br>two"), Example("一<br>二", "One<br />two")),
        check=foreign_tag,
    ),
)
