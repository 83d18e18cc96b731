"""Which rules run, how bad their findings are, and with which options: `check:` of site and page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from madoguchi.check.rule import Rule
from madoguchi.check.rules import RULES
from madoguchi.errors import SettingsError
from madoguchi.findings import Message, Severity
from madoguchi.schema import CheckSettings, Profile
from madoguchi.suggest import unknown


@dataclass(frozen=True, slots=True)
class Active:
    """A rule as it is set for a text."""

    rule: Rule
    severity: Severity
    options: Any


def find_rule(name: str) -> Rule:
    """Return a rule by its id or its name.

    Raises SettingsError, with the nearest name, if there is none.
    """
    found = _BY_NAME.get(name) or _BY_NAME.get(name.upper())
    if found is None:
        raise SettingsError(unknown(Message("ルール", "rule"), name, _BY_NAME))
    return found


_BY_NAME = {name: rule for rule in RULES for name in (rule.id, rule.name)}


def active_rules(layers: Iterable[CheckSettings] = ()) -> tuple[Active, ...]:
    """Return the rules that are on: as the profile sets them, then as each of `layers` does.

    The last layer (site, folder, page) that names a profile chooses it.

    Raises SettingsError for an unknown rule or option, or a value of the wrong type.
    """
    stack = tuple(layers)
    profile: Profile = next((s.profile for s in reversed(stack) if s.profile), "daily")
    chosen: dict[str, list[Any]] = {}
    for layer in stack:
        for name, value in layer.rules.items():
            chosen.setdefault(find_rule(name).id, []).append(value)
    active: list[Active] = []
    for rule in RULES:
        severity, options = rule.setting(profile)
        for value in chosen.get(rule.id, ()):
            severity, options = _set(rule, severity, options, value)
        if severity is not None:
            active.append(Active(rule, severity, options))
    return tuple(active)


def _set(
    rule: Rule, severity: Severity | None, options: Any, value: Any
) -> tuple[Severity | None, Any]:
    if not isinstance(value, Mapping):
        return _severity(rule, value), options
    rest = dict(value)
    if "severity" in rest:
        severity = _severity(rule, rest.pop("severity"))
    elif severity is None:
        severity = Severity.WARNING  # whoever sets an option wants the rule
    return severity, _options(rule, options, rest)


def _severity(rule: Rule, value: Any) -> Severity | None:
    if value is False or value == "off":  # YAML 1.1 reads off as false
        return None
    if isinstance(value, (int, float)):
        form = f"{rule.name}: {{…: {value}}}"
        raise SettingsError(
            Message(
                f"{rule.name} には、重さ（off, info, warning, error）か、設定（{form} の形）を書いてください。",
                f"{rule.name} takes a level (off, info, warning, error) or options, as {form}.",
            )
        )
    if value not in list(Severity):
        names = [*(severity.value for severity in Severity), "off"]
        raise SettingsError(
            unknown(Message(f"{rule.name} の重さ", f"severity of {rule.name}"), str(value), names)
        )
    return Severity(value)


_KINDS = {
    int: Message("整数（50 など）", "a whole number"),
    float: Message("数（3.5 など）", "a number"),
    tuple: Message("ことばの一覧（[ことば, ことば]）", "a list of words"),
    str: Message("文字", "text"),
    bool: Message("true か false", "true or false"),
}


def _options(rule: Rule, options: Any, values: Mapping[str, Any]) -> Any:
    known = {f.name: getattr(options, f.name) for f in fields(options)}
    changed: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(
                unknown(
                    Message(f"{rule.name} の設定", f"option of {rule.name}"),
                    name,
                    known or ["severity"],
                )
            )
        # YAML has lists where Python has tuples
        new = tuple(value) if isinstance(value, list) else value
        if isinstance(known[name], float) and type(new) is int:
            new = float(new)
        texts = isinstance(new, tuple) and all(isinstance(item, str) for item in new)
        if type(new) is not type(known[name]) or (isinstance(new, tuple) and not texts):
            kind = _KINDS[type(known[name])]
            raise SettingsError(
                Message(
                    f"{rule.name} の {name} には{kind.ja}を書いてください（今は「{value}」）。",
                    f'{rule.name}: {name} must be {kind.en}, not "{value}".',
                )
            )
        if isinstance(new, (int, float)) and new < 0:
            raise SettingsError(
                Message(
                    f"{rule.name} の {name} には0以上の数を書いてください（今は「{value}」）。",
                    f"{rule.name}: {name} must not be below zero (it is {value}).",
                )
            )
        changed[name] = new
    return replace(options, **changed)
