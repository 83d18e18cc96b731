"""From YAML to the models of `schema`, with errors that point at the line and name the cure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from madoguchi.findings import TOP, Finding, Message, Severity
from madoguchi.schema import Model
from madoguchi.span import Lines, Span
from madoguchi.suggest import nearest
from madoguchi.yamldoc import YamlDoc, YamlError, parse

M = TypeVar("M", bound=Model)


def load_yaml(
    path: Path, text: str, part: Span | None = None
) -> tuple[YamlDoc, tuple[Finding, ...]]:
    """Parse the YAML in `text` (or in `part` of it); broken YAML is a finding and empty data."""
    part = part or Span(0, len(text))
    try:
        return parse(part.of(text), part.start), ()
    except YamlError as error:
        place = Lines(text).place(min(error.offset, len(text)))
        finding = Finding(path, place, Severity.ERROR, "S002", error.message)
        return YamlDoc({}, {}, {}, frozenset()), (finding,)


def validate(
    model: type[M], doc: YamlDoc, path: Path, text: str, at: tuple[str | int, ...] = ()
) -> tuple[M | None, tuple[Finding, ...]]:
    """Return the model made from the value at `at` of `doc`, or None and what is wrong with it."""
    data: Any = doc.data
    for step in at:
        data = data[step]
    if not isinstance(data, dict):
        message = Message("「名前: 値」の形で書いてください。", "Write this as `name: value`.")
        where = Lines(text).place(doc.where(at).start)
        return None, (Finding(path, where, Severity.ERROR, "S003", message),)
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(_findings(error, model, doc, path, text, at))


def _findings(
    error: ValidationError,
    model: type[BaseModel],
    doc: YamlDoc,
    path: Path,
    text: str,
    at: tuple[str | int, ...],
) -> Iterator[Finding]:
    lines = Lines(text)
    seen: set[tuple[object, ...]] = set()
    for problem in error.errors(include_url=False):
        location = tuple(problem["loc"])
        if problem["type"] == "value_error":
            # an error about fields together stands at the field its text begins with
            field = str(problem.get("ctx", {}).get("error", "")).partition(":")[0]
            location = (*location, field) if (*at, *location, field) in doc.spans else location
        where = (*at, *location)
        span = doc.keys.get(where) if problem["type"] == "extra_forbidden" else None
        span = span or doc.where(where)
        place = lines.place(span.start) if doc.spans else TOP
        # a union reports each of its branches; the first says enough
        if (place, location[:2]) in seen:
            continue
        seen.add((place, location[:2]))
        yield Finding(path, place, Severity.ERROR, "S003", _explain(dict(problem), model, location))


def _fields(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the names of the fields that may stand where `location` leads."""
    current: Any = model
    for step in location[:-1]:
        if isinstance(step, int):
            continue
        fields = getattr(current, "model_fields", {})
        field = next((f for name, f in fields.items() if (f.alias or name) == step), None)
        if field is None:
            return []
        current = _model_in(field.annotation)
    return [f.alias or name for name, f in getattr(current, "model_fields", {}).items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _explain(
    problem: dict[str, Any], model: type[BaseModel], location: tuple[str | int, ...]
) -> Message:
    name = ".".join(str(step) for step in location) or "?"
    context = problem.get("ctx", {})
    kind = problem["type"]
    if kind == "extra_forbidden":
        known = _fields(model, location)
        near = nearest(str(location[-1]), known)
        if near:
            return Message(
                f"「{name}」という項目はありません。「{near}」ではありませんか。",
                f'Unknown field "{name}". Did you mean "{near}"?',
            )
        names = ", ".join(known)
        return Message(
            f"「{name}」という項目はありません。使える項目: {names}",
            f'Unknown field "{name}". Known fields: {names}',
        )
    if kind == "missing":
        return Message(f"「{name}」がありません。書いてください。", f'"{name}" is missing. Add it.')
    if kind in {"string_too_long", "string_too_short", "too_short", "too_long"}:
        limit = context.get("max_length", context.get("min_length"))
        if "max_length" in context:
            return Message(
                f"「{name}」が長すぎます。{limit}字までにしてください。",
                f'"{name}" is too long. {limit} characters at most.',
            )
        return Message(f"「{name}」が空です。書いてください。", f'"{name}" is empty. Fill it in.')
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        near = nearest(
            str(problem.get("input")),
            [part.strip(" '") for part in expected.replace(" or ", ",").split(",")],
        )
        hint_ja, hint_en = (
            (f"「{near}」ではありませんか。", f' Did you mean "{near}"?') if near else ("", "")
        )
        return Message(
            f"「{name}」に「{problem.get('input')}」は使えません。{hint_ja}使える値: {expected}",
            f'"{problem.get("input")}" is no value for "{name}".{hint_en} Allowed: {expected}',
        )
    if kind == "string_pattern_mismatch":
        return Message(
            f"「{name}」の書き方が正しくありません（「{problem.get('input')}」）。{_form(location)[0]}",
            f'"{name}" is not written as it must be ("{problem.get("input")}"). {_form(location)[1]}',
        )
    if kind == "value_error":
        ja = _VALUE_ERRORS.get(str(context.get("error")), str(context.get("error")))
        return Message(f"「{name}」: {ja}", f'"{name}": {context.get("error")}')
    return Message(
        f"「{name}」の値が正しくありません（{_TYPES.get(kind, problem['msg'])}）。",
        f'Wrong value for "{name}": {problem["msg"]}.',
    )


_TYPES = {
    "string_type": '文字で書いてください。数字だけの値は " " で囲みます',
    "int_type": "数字で書いてください",
    "int_parsing": "数字で書いてください",
    "greater_than_equal": "小さすぎます",
    "less_than_equal": "大きすぎます",
    "url_parsing": "https:// で始まるアドレスを書いてください",
    "url_scheme": "https:// で始まるアドレスを書いてください",
    "date_from_datetime_parsing": "日付は 2026-04-01 の形で書いてください",
    "date_type": "日付は 2026-04-01 の形で書いてください",
    "tuple_type": "「- 」で始まる行を並べて書いてください",
    "list_type": "「- 」で始まる行を並べて書いてください",
    "dict_type": "「名前: 値」の形で書いてください",
    "model_type": "「名前: 値」の形で書いてください",
    "model_attributes_type": "「名前: 値」の形で書いてください",
    "bool_parsing": "true か false を書いてください",
}

_VALUE_ERRORS = {
    "is empty": "空です。書いてください。",
    "cost: and free: exclude each other": "cost と free は、どちらか1つだけ書いてください。",
    "category: is missing": "category がありません。site.yml の分類の id を書いてください。",
    "color: is too light for white letters": "白い文字が読めない色です。もっと濃い色を書いてください。",
    "needs either email: or form:": "email か form の、どちらか1つを書いてください。",
    "id: is a folder of the site itself": "この名前は、サイトの別のフォルダーが使っています。ほかの id にしてください。",
    "code: its last digit does not agree with the others": "全国地方公共団体コードの最後の数字（検査数字）が違います。総務省の一覧を見てください。",
    "id: index is the page of its category": "index は分類のページの名前です。ほかの id にしてください。",
    "categories: an id is the folder of a language": "分類の id が、言語のフォルダーと同じ名前です。ほかの id にしてください。",
    "within: needs either after: or before:": "within には、after か before のどちらか1つが要ります。",
    "after: and before: need within:": "after と before には、within（例: P14D）が要ります。",
    "needs date:, within:, from:/to: or note:": "date、within、from と to、note のどれかを書いてください。",
    "until: must be later than from:": "until には、from より後の日と時刻を書いてください。",
    "is no date with a time and its offset from UTC: 2026-09-12T06:00+09:00": (
        "日と時刻は 2026-09-12T06:00+09:00 の形で書いてください（+09:00 は日本の時刻です）。"
    ),
}

_FORMS = {
    "phone": (
        "電話番号は 0999-00-1000、110、#7119 の形で書きます。",
        "Write 0999-00-1000, 110 or #7119.",
    ),
    "open": ("時刻は 08:30 の形で書きます。", "Write a time as 08:30."),
    "close": ("時刻は 17:15 の形で書きます。", "Write a time as 17:15."),
    "by": ("時刻は 08:00 の形で書きます。", "Write a time as 08:00."),
    "within": (
        "期間は P14D（14日）、P1M（1か月）の形で書きます。",
        "Write P14D for 14 days, P1M for a month.",
    ),
    "every": ("期間は P12M（12か月）の形で書きます。", "Write P12M for 12 months."),
    "id": (
        "id は半角の小文字、数字、- で書きます。",
        "An id has lower-case letters, digits and hyphens.",
    ),
    "color": (
        '色は "#7a1f3d" の形（" " の中に、# と6字）で書きます。',
        'Write a colour as "#7a1f3d", in quotes: # and six digits or letters a to f.',
    ),
    "code": (
        '全国地方公共団体コードは "131016" の形（" " の中に6桁）で書きます。',
        'Write the six digits of the municipality in quotes: "131016".',
    ),
    "reading": ("読みは、ひらがなかカタカナで書きます。", "Write a reading in kana."),
    "address_reading": (
        "読みは、ひらがなかカタカナと数字で書きます。",
        "Write a reading in kana and digits.",
    ),
    "email": ("メールアドレスは name@example.jp の形で書きます。", "Write name@example.jp."),
    "icon": ("アイコンは material/home の形で書きます。", "Write an icon as material/home."),
}


def _form(location: tuple[str | int, ...]) -> tuple[str, str]:
    return _FORMS.get(
        str(next((s for s in reversed(location) if isinstance(s, str)), "")),
        ("半角の小文字、数字、- で書きます。", "Lower-case letters, digits and hyphens."),
    )
