"""Runs the rules over the pages of a project."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from madoguchi.check.rule import PageText, Problem, Sentence
from madoguchi.check.settings import Active, active_rules
from madoguchi.check.text import sentences
from madoguchi.content import SourcePage, settings_place
from madoguchi.document import Document
from madoguchi.errors import SettingsError
from madoguchi.facts import source_facts
from madoguchi.findings import Finding, Severity
from madoguchi.project import Project
from madoguchi.schema import Risk

Resolve = Callable[[str], str | None]

# Fields in the order in which the panel shows them; a title is a name, not prose
_READ = (
    "who",
    "when.after",
    "when.before",
    "when.note",
    "bring",
    "cost",
    "steps",
    "you_get",
    "takes",
)


def check(project: Project, only: Iterable[Path] = ()) -> list[Finding]:
    """Return all findings, form and language, in the order of files and places.

    `only` limits them to these files, or to files below these folders.

    Raises SettingsError if site.yml sets an unknown rule or option.
    """
    content = project.content
    try:
        active = active_rules(content.settings.check.rules)
    except SettingsError as error:
        place = settings_place(content.root, ("check", "rules"))
        raise SettingsError(error.message, content.root / "site.yml", place) from error
    findings = list(project.findings)
    resolve = source_facts(project.content).value
    wanted = [path.resolve() for path in only]
    for page in project.content.pages:
        if _among(page.document.path, wanted):
            findings += check_page(project, page, active, resolve)
    findings += _check_data(project, active, resolve)
    shown = {f for f in findings if _among(f.path, wanted)}
    return sorted(shown, key=lambda f: (f.path.as_posix(), f.place, f.code, f.message))


def _among(path: Path, wanted: list[Path]) -> bool:
    full = path.resolve()
    return not wanted or any(full == w or w in full.parents for w in wanted)


def check_page(
    project: Project, page: SourcePage, active: Iterable[Active], resolve: Resolve
) -> Iterator[Finding]:
    """Yield the findings of the rules on one page."""
    order = {name: i for i, name in enumerate(_READ)}
    fields = sorted(
        (block for block in page.fields if block.context in order), key=lambda b: order[b.context]
    )
    others = [block for block in page.fields if block.context in ("title", "summary")]
    found = list(sentences(page.document, others, project.careful_reader.words, resolve))
    text = list(
        sentences(
            page.document, [*fields, *page.document.blocks], project.careful_reader.words, resolve
        )
    )
    yield from run([*found, *text], active, page.document, page.meta.risk)
    whole = PageText(tuple(text), project.content.terms)
    for rule in active:
        if rule.rule.page is not None:
            for problem in rule.rule.page(whole, rule.options):
                yield _finding(problem, rule, page.document, page.meta.risk)


def _check_data(
    project: Project, active: tuple[Active, ...], resolve: Resolve
) -> Iterator[Finding]:
    for text in (*project.content.site_texts, *project.content.data_texts):
        if text.reading is None:
            found = sentences(text.document, [text.block], project.careful_reader.words, resolve)
            yield from run(list(found), active, text.document)


def run(
    found: list[Sentence], active: Iterable[Active], document: Document, risk: Risk = "normal"
) -> Iterator[Finding]:
    """Yield what the sentence rules find in `found`."""
    for rule in active:
        if rule.rule.sentence is not None:
            for sentence in found:
                for problem in rule.rule.sentence(sentence, rule.options):
                    yield _finding(problem, rule, document, risk)


def _finding(problem: Problem, rule: Active, document: Document, risk: Risk) -> Finding:
    grave = problem.grave and risk in ("life", "high")
    mild = Severity.INFO if problem.mild else rule.severity
    severity = Severity.ERROR if grave else mild
    place = document.place(problem.span.start)
    return Finding(document.path, place, severity, rule.rule.id, problem.message)
