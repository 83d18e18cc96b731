"""The MkDocs adapter: the only module that knows MkDocs. Everything it does is one call away."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs_static_i18n.config import I18nPluginLanguage

from madoguchi import kept
from madoguchi.check.engine import check
from madoguchi.errors import MadoguchiError
from madoguchi.files import write_bytes, write_text
from madoguchi.findings import Severity
from madoguchi.locales import SOURCE
from madoguchi.project import load
from madoguchi.publish.alerts import build_time
from madoguchi.publish.site import Publication
from madoguchi.render.assets import policy
from madoguchi.render.error_page import error_page
from madoguchi.render.localize import Localized
from madoguchi.render.page import Rendered, render
from madoguchi.render.plain_page import FOLDER as PLAIN
from madoguchi.render.plain_page import plain_page
from madoguchi.render.readings import graded
from madoguchi.render.shield import restore, shield
from madoguchi.render.underline import Marks, placed
from madoguchi.render.view import LocaleSite, locale_site, view

log = get_plugin_logger("madoguchi")

THEME = Path(__file__).parent / "theme"
EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "pymdownx.details",
    "sane_lists",
    "tables",
)
"""What the dialect of `document.py` needs of Python-Markdown."""


class MadoguchiConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's settings in mkdocs.yml; a city's own are in site.yml."""

    content = config_options.Type(str, default="content_src")
    lang = config_options.Choice(("ja", "en"), default="ja")


@dataclass(frozen=True)
class _Site:
    """All languages, rendered once for a build."""

    root: Path
    locales: Mapping[str, LocaleSite]
    marks: Marks | None
    """The findings, while somebody writes (`mkdocs serve`)."""
    publication: Publication


class MadoguchiPlugin(BasePlugin[MadoguchiConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the pages of content_src/ in every language, from memory."""

    _site: _Site | None = None
    _media: Sequence[File] = ()
    _serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this is for the person who writes, or for the public."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load, check and render content_src/ once; tell static-i18n the languages."""
        i18n = _i18n(config)
        if i18n.building and self._site is not None:
            return config  # static-i18n builds the next language
        self._site = self._load(config)
        languages = [_language(site) for site in self._site.locales.values()]
        i18n.config.load_dict(
            {
                "docs_structure": "folder",
                "fallback_to_default": False,
                "reconfigure_material": False,
                "reconfigure_search": False,
            }
        )
        i18n.config["languages"] = languages
        # our templates stand for all of Material's; looking through its 10,000 icons in every
        # language would take a quarter of the build
        material = str(files("material") / "templates")
        config.theme.dirs[:] = [str(THEME), *(d for d in config.theme.dirs if d != material)]
        _add_extensions(config)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Keep the static pages to the first build, and static-i18n's sitemap out of all."""
        dirs = config.theme.dirs
        dirs[:] = [d for d in dirs if not d.endswith("custom_i18n_sitemap")]
        if _i18n(config).building:
            config.theme.static_templates.clear()

    def _add_pages(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of the language that is being built; drop what no page of ours loads."""
        tag = _i18n(config).current_language
        docs, ours = str(config.docs_dir), str(THEME)
        for file in list(files):
            path = file.abs_src_path or ""
            if not path.startswith(docs) and (not path.startswith(ours) or tag != SOURCE):
                files.remove(file)
        for uri in self._sites[tag].pages:
            files.append(
                File(f"{tag}/{uri}", config.docs_dir, config.site_dir, config.use_directory_urls)
            )
        self._media = [file for file in files if not file.src_uri.startswith(f"{tag}/")]
        return files

    def _add_media(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give every language the pictures of docs/, which static-i18n keeps for the first one."""
        known = {file.src_uri for file in files}
        for file in self._media:
            if file.src_uri not in known and not file.is_documentation_page():
                files.append(file)
        return files

    # static-i18n sorts the files by language at priority -100: pages come before, pictures after
    on_files = CombinedEvent(_add_pages, event_priority(-200)(_add_media))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Name the home page, which static-i18n looks for."""
        tag = _i18n(config).current_language
        home = files.get_file_from_path(f"{tag}/index.md")
        if home is not None and home.page is not None:
            nav.homepage = home.page
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Serve a page's Markdown from memory."""
        rendered = self._rendered(page)
        return None if rendered is None else shield(rendered.body)[0]

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Name the page; its title stands above the Markdown, in the template."""
        if (rendered := self._rendered(page)) is not None:
            page.meta["title"] = rendered.title
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the readings back, and what stands above and below the text."""
        rendered = self._rendered(page)
        if rendered is None:
            return html
        # with large letters on a small screen a table scrolls, and not the page
        framed = html.replace("<table>", '<div class="mg-table"><table>')
        framed = framed.replace("</table>", "</table></div>")
        body = restore(framed, shield(rendered.body)[1])
        return f"{rendered.head_html}\n{body}\n{rendered.foot_html}"

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Finish the page: findings for the person who writes it, readings, its plain twin."""
        marks = self._site.marks if self._site is not None else None
        shown = graded(output if marks is None else marks.html(output))
        tag, _, uri = page.file.src_uri.partition("/")
        if tag == SOURCE and self._rendered(page) is not None:
            site = self._sites[tag]
            here = site.address(site.pages[uri])
            known = {site.address(other) for other in site.pages.values()}
            path = Path(config.site_dir, PLAIN, here, "index.html")
            back = escape(site.site.say_plain("nav.not_plain"))
            write_text(path, plain_page(shown, here, known, back))
        return shown

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Show the readings of the 404 page as those of every page."""
        return graded(output)

    @event_priority(-200)  # after static-i18n, which builds the other languages in this event
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what stands beside the pages, once all languages are there."""
        if _i18n(config).building:
            return
        out, publication = Path(config.site_dir), self._publication
        for path, data in publication.files(out):
            if Path(config.docs_dir, path).is_file():
                log.info(
                    f"{path}: docs/{path} があるので、そちらを使います。 / docs/{path} is used."
                )
            else:
                write_bytes(out / path, data)
        if (hint := publication.hint()) is not None:
            log.info(hint.text(self.config.lang))

    def _rendered(self, page: Page) -> Rendered | None:
        tag, _, uri = page.file.src_uri.partition("/")
        return self._sites[tag].pages.get(uri) if tag in self._sites else None

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Escape in our templates whatever is not marked as HTML."""
        env.autoescape = True
        return env

    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Give the template what stands around the page."""
        if (rendered := self._rendered(page)) is not None:
            current = self._sites[page.file.src_uri.partition("/")[0]]
            sites = list(self._sites.values())
            publication = self._publication
            context["mg"] = view(sites, current, rendered.uri, config.site_url or "")
            context["head_html"] = publication.head(current, rendered)
            context["alerts_html"] = publication.alerts(current, rendered)
            context["policy"] = self._policy
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Give the 404 page its languages, and the sitemap its pages."""
        sites = list(self._sites.values())
        context["mg"] = error_page(sites, config.site_url or "")
        context["policy"] = self._policy
        return context

    @property
    def _policy(self) -> str:
        """What a page may load; an editor's page has the script by which MkDocs loads it anew."""
        if self._serving:
            return ""
        return policy(self._sites[SOURCE].site.project.content.settings.look.color)

    @property
    def _publication(self) -> Publication:
        assert self._site is not None, "on_config comes first"
        return self._site.publication

    @property
    def _sites(self) -> Mapping[str, LocaleSite]:
        assert self._site is not None, "on_config comes first"
        return self._site.locales

    def _load(self, config: MkDocsConfig) -> _Site:
        base = Path(config.config_file_path).parent if config.config_file_path else Path()
        try:
            project = load(base / self.config.content)
            # who writes waits for the page that has changed, not for all
            cache = kept.beside(project.content.root) if self._serving else None
            findings = check(project, cache_in=cache)
            underlined = placed(project, findings, self.config.lang) if self._serving else None
            sites = {}
            for locale in project.content.locales:
                shown = underlined if locale.tag == SOURCE else None
                localized = Localized(project, locale, shown)
                sites[locale.tag] = locale_site(localized, list(render(localized)))
            publication = Publication(
                project.content.root,
                list(sites.values()),
                config.site_url or "",
                build_time(os.environ),
            )
        except MadoguchiError as error:
            raise PluginError(error.message.text(self.config.lang)) from error
        except OSError as error:
            raise PluginError(f"{error.filename}: {error.strerror}") from error
        for finding in findings:
            if finding.severity is not Severity.INFO:
                log.warning(finding.line(self.config.lang))
        if not config.site_url:
            log.warning(
                "mkdocs.yml に site_url がありません。サイトのアドレスを書いてください。 / Set site_url in mkdocs.yml: without it pages have no canonical address and no hreflang."
            )
        root = base / self.config.content
        return _Site(root, sites, underlined[0] if underlined else None, publication)

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Build anew when an editor saves."""
        if self._site is not None:
            server.watch(str(self._site.root))
        return server


def _i18n(config: MkDocsConfig) -> Any:
    plugin = config.plugins.get("i18n")
    if plugin is None:
        raise PluginError(
            "mkdocs.yml の plugins に i18n がありません。 / Add i18n to `plugins` in mkdocs.yml."
        )
    return plugin


def _language(site: LocaleSite) -> I18nPluginLanguage:
    language = I18nPluginLanguage()
    language.load_dict(
        {
            "locale": site.locale.tag,
            "name": site.locale.name,
            "default": site.locale.tag == SOURCE,
            "build": True,
        }
    )
    failed, _ = language.validate()
    if failed:
        raise PluginError(f"{site.locale.tag}: {failed[0][1]}")
    return language


def _add_extensions(config: MkDocsConfig) -> None:
    for name in EXTENSIONS:
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
    # the pages' policy forbids the style attributes that tables are aligned with otherwise
    config.mdx_configs.setdefault("tables", {})["use_align_attribute"] = True
