"""Asking readers whether a page is clear, without a server: by mail, or by a form of the city's choice.

Off unless site.yml names one of them. Nothing is sent before the reader sends it.
"""

from html import escape
from urllib.parse import quote, urlencode, urlsplit

from madoguchi.render.localize import Localized

_ANSWERS = ("yes", "no", "wrong")


def feedback(site: Localized, title: str, address: str) -> str:
    """Return the questions below a page, or nothing if the city has not asked for them.

    `title` is the page's Japanese one, which the city's staff reads; `address` names the page.
    """
    settings = site.project.content.settings.feedback
    if settings is None:
        return ""
    links = "".join(
        f'<li><a href="{escape(_link(site, answer, title, address))}" rel="nofollow">'
        f"{site.say(f'feedback.{answer}')}</a></li>"
        for answer in _ANSWERS
    )
    how = site.say("feedback.by_mail" if settings.email else "feedback.by_form")
    return (
        f'<section class="mg-feedback" aria-labelledby="mg-feedback"><h2 id="mg-feedback">{site.say("feedback.title")}</h2>'
        f"<ul>{links}</ul><p><small>{how}</small></p></section>\n"
    )


def _link(site: Localized, answer: str, title: str, address: str) -> str:
    settings = site.project.content.settings.feedback
    assert settings is not None
    if settings.email:
        # to the staff, so in Japanese, with an empty line for what the reader writes
        subject = f"[{_STAFF[answer]}] {title}（{site.locale.tag}）"
        body = f"{site.say_plain('feedback.write')}\n\n\n\n----\n{title}\n{address}\n"
        lines = quote(body.replace("\n", "\r\n"))  # as RFC 6068 has it
        return f"mailto:{quote(settings.email, safe='@+')}?subject={quote(subject)}&body={lines}"
    form = urlsplit(str(settings.form))
    said = urlencode({"page": address, "lang": site.locale.tag, "answer": answer})
    return form._replace(query=f"{form.query}&{said}" if form.query else said).geturl()


_STAFF = {"yes": "わかりやすい", "no": "わかりにくい", "wrong": "まちがい"}
