"""Which rules run, how bad their findings are, and with which options: site.yml's `check:`."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from madoguchi.check.rule import Rule
from madoguchi.check.rules import RULES
from madoguchi.errors import SettingsError
from madoguchi.findings import Message, Severity
from madoguchi.suggest import unknown


@dataclass(frozen=True, slots=True)
class Active:
    """A rule as it is set for a site."""

    rule: Rule
    severity: Severity
    options: Any


def find_rule(name: str) -> Rule:
    """Return a rule by its id or its name.

    Raises SettingsError, with the nearest name, if there is none.
    """
    for rule in RULES:
        if name in (rule.id, rule.name):
            return rule
    names = [n for rule in RULES for n in (rule.id, rule.name)]
    raise SettingsError(unknown(Message("ルール", "rule"), name, names))


def active_rules(settings: Mapping[str, Any]) -> tuple[Active, ...]:
    """Return the rules that `settings` (rule → "off", a severity, or options) leaves on.

    Raises SettingsError for an unknown rule or option, or a value of the wrong type.
    """
    chosen = {find_rule(name).id: value for name, value in settings.items()}
    active: list[Active] = []
    for rule in RULES:
        value = chosen.get(rule.id, {})
        if value == "off":
            continue
        if isinstance(value, str):
            active.append(Active(rule, Severity(value), rule.options))
            continue
        options = dict(value)
        severity = _severity(rule, options.pop("severity", rule.severity))
        active.append(Active(rule, severity, _options(rule, options)))
    return tuple(active)


def _severity(rule: Rule, value: Any) -> Severity:
    if value not in list(Severity):
        names = [severity.value for severity in Severity]
        raise SettingsError(
            unknown(Message(f"{rule.name} の重さ", f"severity of {rule.name}"), str(value), names)
        )
    return Severity(value)


def _options(rule: Rule, values: Mapping[str, Any]) -> Any:
    known = {f.name: getattr(rule.options, f.name) for f in fields(rule.options)}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(
                unknown(
                    Message(f"{rule.name} の設定", f"option of {rule.name}"),
                    name,
                    known or ["severity"],
                )
            )
        if type(value) is not type(known[name]):
            kind = type(known[name]).__name__
            raise SettingsError(
                Message(
                    f"{rule.name} の {name} には {kind} の値を書いてください（今は「{value}」）。",
                    f'{rule.name}: {name} must be of type {kind}, not "{value}".',
                )
            )
    return replace(rule.options, **values)
