"""Alerts: what stands on top of every page while it is in force, and at no other time.

A static site knows the time only when it is built: a city builds anew when an alert begins and
when it ends. An old translation of an alert is never shown; Easy Japanese stands in its place.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from babel.dates import get_datetime_format

from madoguchi.catalog import State
from madoguchi.content import Content, SourcePage
from madoguchi.errors import SettingsError
from madoguchi.findings import Message
from madoguchi.locales import Origin
from madoguchi.render.links import relative, tel
from madoguchi.render.localize import Localized
from madoguchi.render.view import LocaleSite
from madoguchi.schema import Alert

JAPAN = datetime.timezone(datetime.timedelta(hours=9), "JST")


def build_time(environment: Mapping[str, str]) -> datetime.datetime:
    """Return SOURCE_DATE_EPOCH of the `environment` as a time, else the clock's.

    Raises SettingsError if it is no number of seconds.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.datetime.now(JAPAN)
    try:
        return datetime.datetime.fromtimestamp(int(epoch), JAPAN)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            Message(
                f"環境変数 SOURCE_DATE_EPOCH の「{epoch}」は読めません。1970年からの秒の数を書くか、消してください。",
                f'SOURCE_DATE_EPOCH is "{epoch}". Write the seconds since 1970, or remove it.',
            )
        ) from error


def in_force(content: Content, now: datetime.datetime) -> tuple[tuple[str, Alert], ...]:
    """Return the alerts that hold at `now` with their ids, the newest first."""
    alerts = [
        (id_, alert)
        for id_, alert in content.data.get("alerts", {}).items()
        if isinstance(alert, Alert) and alert.from_ <= now < alert.until
    ]
    return tuple(sorted(alerts, key=lambda item: item[1].from_, reverse=True))


@dataclass(frozen=True, slots=True)
class _Shown:
    """An alert in one language, as HTML before and after what depends on the page it stands on."""

    head: str
    page: str | None
    """The address below the site's root of the page that it leads to."""
    link: str
    tail: str


@dataclass(frozen=True, slots=True)
class Banner:
    """The alerts in force, in one language."""

    alerts: tuple[_Shown, ...]

    def at(self, here: str) -> str:
        """Return the alerts as HTML for the page whose address below the site's root is `here`."""
        return "".join(
            alert.head
            + (f'<p><a href="{escape(relative(alert.page, here))}">{alert.link}</a></p>' if alert.page is not None else "")
            + alert.tail
            for alert in self.alerts
        )  # fmt: skip


def banner(site: LocaleSite, now: datetime.datetime) -> Banner:
    """Return the alerts that hold at `now` in the language of `site`.

    Their place is between `<!--mg-alerts-->` and `<!--/mg-alerts-->`, which are not part of it.
    """
    held = in_force(site.site.project.content, now)
    return Banner(tuple(_shown(site, n, *item) for n, item in enumerate(held, 1)))


def _shown(site: LocaleSite, number: int, id_: str, alert: Alert) -> _Shown:
    words = site.site
    title, text = (words.data(f"alerts.{id_}.{field}") for field in ("title", "text"))
    notice = next((words.mark(part) for part in (title, text) if part.is_source), "")
    if State.MACHINE in (title.state, text.state):
        notice += f' <small class="mg-notice">{words.say("block.machine")}</small>'
    locale = site.locale
    page = page_of(words, alert)
    # a heading, so that it is found by who goes from heading to heading; the page's own h1 follows
    head = (
        f'<section class="mg-alert" lang="{locale.tag}" dir="{locale.direction}" '
        f'aria-labelledby="mg-alert-{number}" data-until="{alert.until.isoformat()}">'
        f'<h2 id="mg-alert-{number}">{words.text_html(title, marked=False)}</h2>'
        f"<p>{words.text_html(text, marked=False)}{notice}</p>"
    )
    link = ""
    if page is not None:
        link = (
            f"{words.say('contact.more')}: {words.field_elsewhere(page, ('title',), noticed=False)}"
        )
    times = " ".join(
        f"<span>{words.say(key, time=moment_text(words, time))}</span>"
        for key, time in (("alert.issued", alert.from_), ("alert.until", alert.until))
    )
    tail = f'{_contact(words, alert)}<p class="mg-alert-when">{times}</p></section>'
    return _Shown(head, None if page is None else site.address(site.pages[page.uri]), link, tail)


def page_of(words: Localized, alert: Alert) -> SourcePage | None:
    """Return the page that an alert leads to."""
    pages = words.project.content.pages
    return next((page for page in pages if page.meta.id == alert.page), None)


def _contact(words: Localized, alert: Alert) -> str:
    item = words.project.content.contact(alert.contact) if alert.contact else None
    if item is None:
        return ""
    name = words.text_html(words.data(f"contacts.{alert.contact}.name"), marked=False)
    return f"<p>{name}: {tel(item.phone)}</p>"


def moment_text(words: Localized, moment: datetime.datetime) -> str:
    """Return a time in Japan in the language of `words`: 2026年9月12日（土曜日）午前6時."""
    here = moment.astimezone(JAPAN)
    day = words.facts.weekday_date(here.date())
    clock = words.facts.time(here.strftime("%H:%M"))
    locale = words.locale
    if locale.origin is not Origin.CATALOG:
        return day + clock
    if locale.direction == "rtl":
        clock = f"\u2068{clock}\u2069"
    pattern = str(get_datetime_format("medium", locale=locale.babel)).replace("'", "")
    return pattern.replace("{0}", clock).replace("{1}", day)
