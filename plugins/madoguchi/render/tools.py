"""What a reader can do with a page: choose the readings, see the Japanese, hear it, keep it.

All of it needs a script, which takes away the `hidden`; the page itself does not.
"""

from madoguchi.locales import SOURCE, Origin
from madoguchi.render.localize import Localized

GRADES = range(1, 8)
"""Readings can be shown only above kanji of these school grades; 7 is for all after grade 6."""


def toolbar(site: Localized) -> str:
    """Return the row of tools below a page's title: how to read it."""
    if site.alone:
        return ""
    tools = [_readings(site)] if site.locale.tag == SOURCE else []
    if site.translated:
        tools.append(_tool(site, "side", pressed=True))
    if site.locale.origin is not Origin.ROMAJI:
        # the last: it comes late, when the device has told its voices, and must not move the others
        tools.append(_tool(site, "speak", pressed=True))
    return f'<div class="mg-tools" hidden>{"".join(tools)}</div>\n' if tools else ""


def keeping(site: Localized) -> str:
    """Return the tool at the end of a page: to keep the site for when there is no network."""
    if not site.project.content.settings.offline:
        return ""
    return f'<div class="mg-tools" hidden>{_tool(site, "keep")}</div>\n'


def _tool(site: Localized, name: str, *, pressed: bool = False) -> str:
    state = ' aria-pressed="false"' if pressed else ""
    return (
        f'<button type="button" class="mg-tool mg-i-{name}" data-mg="{name}"{state} hidden>'
        f"{site.say(f'tool.{name}')}</button>"
    )


def _readings(site: Localized) -> str:
    """Return the choice of readings; a list shows plain text only, so its words are easy kanji."""
    levels = {"all": "tool.readings.all", "none": "tool.readings.none"}
    options = [
        f'<option value="{value}">{site.say_plain(key)}</option>' for value, key in levels.items()
    ]
    options += [
        f'<option value="{grade}">{site.say_plain("tool.readings.grade", grade=str(grade))}</option>'
        for grade in GRADES
        if grade < 7
    ]
    options.append(f'<option value="7">{site.say_plain("tool.readings.school")}</option>')
    return (
        f'<label class="mg-tool mg-i-readings" hidden><span>{site.say("tool.readings")}</span> '
        f'<select class="mg-readings">{"".join(options)}</select></label>'
    )
