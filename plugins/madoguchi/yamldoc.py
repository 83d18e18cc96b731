"""YAML with the place of every value, so that an error can point at the line it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml

from madoguchi.findings import Message
from madoguchi.span import Span

Path = tuple[str | int, ...]
"""The way to a value: `("bring", 0)`."""


class YamlError(Exception):
    """The text is not YAML, or says one key twice."""

    def __init__(self, message: Message, offset: int) -> None:
        super().__init__(message.en)
        self.message = message
        self.offset = offset


@dataclass(frozen=True, slots=True)
class YamlDoc:
    """Plain data, and where each of its values and keys stands in the text."""

    data: Any
    spans: Mapping[Path, Span]
    """Of each value: its text without quotation marks where that is what the value says."""
    keys: Mapping[Path, Span]
    exact: frozenset[Path]
    """Values whose text stands in the source character for character."""

    def where(self, path: Path) -> Span:
        """Return the span of the value at `path`, or of the nearest value around it."""
        for end in range(len(path), -1, -1):
            if (span := self.spans.get(path[:end])) is not None:
                return span
        return Span(0, 0)


class _Loader(yaml.SafeLoader):
    """YAML 1.2's idea of scalars: `on`, `no` and `08:30` are text, as people mean them."""


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same on libyaml, which is ten times as quick and has poorer messages."""


for _loader in (_Loader, _QuickLoader):
    _loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in {
            "tag:yaml.org,2002:null", "tag:yaml.org,2002:merge",
        }]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }  # fmt: skip
    for _tag, _pattern, _first in (
        ("bool", r"^(?:true|false)$", "tf"),
        ("int", r"^(?:0|-?[1-9][0-9]*)$", "-0123456789"),
        ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
    ):
        _loader.add_implicit_resolver(
            f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
        )


def _node(text: str) -> yaml.Node | None:
    """Return the nodes of a text, from the loader whose errors can be shown if it is broken."""
    try:
        return cast("yaml.Node | None", _QuickLoader(text).get_single_node())
    except (yaml.YAMLError, UnicodeError):
        return _Loader(text).get_single_node()


def parse(text: str, offset: int = 0) -> YamlDoc:
    """Parse `text`, which stands at `offset` of a bigger text that the spans are about.

    Raises YamlError for broken YAML, a repeated key or a key that is not text.
    """
    constructor = _Loader("")
    spans: dict[Path, Span] = {}
    keys: dict[Path, Span] = {}
    exact: set[Path] = set()

    def build(node: yaml.Node, path: Path) -> Any:
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            try:
                value = constructor.construct_object(node)
            except ValueError as error:  # 2026-13-45 looks like a date and is none
                message = Message(
                    f"「{node.value}」という日付はありません。2026-04-01 の形で書いてください。",
                    f'There is no date "{node.value}". Write it as 2026-04-01.',
                )
                raise YamlError(message, start + offset) from error
            if node.style in ("'", '"'):
                start, end = start + 1, end - 1
            if isinstance(value, str) and text[start:end] == value:
                exact.add(path)
            spans[path] = Span(start + offset, end + offset)
            return value
        spans[path] = Span(start + offset, end + offset)
        if isinstance(node, yaml.SequenceNode):
            return [build(item, (*path, i)) for i, item in enumerate(node.value)]
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            key_at = key_node.start_mark.index + offset
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError(
                    Message("項目の名前は文字で書いてください。", "A key must be text."), key_at
                )
            if key in result:
                raise YamlError(
                    Message(
                        f"「{key}」が2回あります。1つだけにしてください。",
                        f'"{key}" is there twice. Keep one.',
                    ),
                    key_at,
                )
            keys[(*path, key)] = Span(key_at, key_node.end_mark.index + offset)
            result[key] = build(value_node, (*path, key))
        return result

    try:
        node = _node(text)
        data = None if node is None else build(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(_explain(error), (mark.index if mark else 0) + offset) from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        raise YamlError(
            Message(
                "使えない文字があります。消してください。",
                "There is a character YAML does not allow.",
            ),
            position + offset,
        ) from error
    except RecursionError as error:
        raise YamlError(
            Message("[ や { が深く重なりすぎています。", "Brackets are nested too deeply."), offset
        ) from error
    return YamlDoc(data, spans, keys, frozenset(exact))


def _explain(error: yaml.MarkedYAMLError) -> Message:
    problem = error.problem or "syntax error"
    cures = {
        "found character '\\t' that cannot start any token": (
            "行の先頭にタブがあります。半角の空白にしてください。",
            "A tab starts this line; use spaces.",
        ),
        "mapping values are not allowed here": (
            '「: 」が2回あります。値を " " で囲んでください。',
            'A second ": " on this line; put the value in quotation marks.',
        ),
    }
    ja, en = cures.get(
        problem,
        (
            "字下げ（行の先頭の空白）、「:」のあとの空白、括弧と引用符の閉じ忘れを見てください。",
            "Look at the indent, the space after a colon, and at brackets and quotation marks.",
        ),
    )
    return Message(
        f"YAML の書き方が正しくありません。{ja}（{problem}）", f"Broken YAML: {problem}. {en}"
    )
