"""Themes: how a page looks. A theme is a folder in templates/ with ``theme.toml`` and ``page.txt``.

``theme.toml`` holds numbers and colours, ``page.txt`` the words of each block as a Jinja2 template. A book's own theme
may say ``extends = "classic"`` and give only what differs; without a page template it takes that of the theme it
extends, and a template of its own may likewise extend a shipped one. Own templates run in Jinja2's sandbox, and every
value is escaped before it reaches the markup.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invoicing.domain.errors import Finding, InvoicingError, NotFound, Refused
from invoicing.pdf import fonts, settings
from invoicing.pdf.layout import MM, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from invoicing.resources import Resources

PAPERS = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}
PAGE = "page.txt"
# What a template can do wrong while it runs: by Jinja2's own word, or by what it asks of a value.
_TEMPLATE_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Column:
    """A block in a band of the page: where it stands, how wide, how it is set off."""

    block: str
    width: float
    """share of the page's text width; 0: what the others leave"""
    align: str = "left"
    box: str = "none"
    """none, tint, line, rule, bar or dark"""


@dataclass(frozen=True, slots=True)
class Band:
    """Blocks side by side; `gap` is the space below, `height` the least height, in points."""

    columns: tuple[Column, ...]
    gap: float
    height: float = 0


class Theme:
    """A loaded theme: settings, styles, compiled template. One per process and name; it holds no document."""

    def __init__(
        self,
        files: tuple[settings.Settings, ...],
        resources: Resources,
        page: str,
        *,
        paper: str,
        logo: bytes | None,
        sandboxed: bool,
    ) -> None:
        """Keep what was read; styles and template are made when first asked for.

        `page` names the page template in templates/: the theme's own, else that of the nearest theme it extends.
        """
        self.name = files[0].theme
        self.resources = resources
        self.settings = settings.merged(files)
        self._files = files
        self._page = page
        own = self.settings["paper"]
        self.size = PAPERS[(paper if own == "auto" else own).lower()]
        self.logo = logo
        self.sandboxed = sandboxed
        self._styles: dict[tuple[str, str, str], Style] = {}

    @cached_property
    def margins(self) -> tuple[float, float, float, float]:
        """Top, right, bottom, left in points."""
        of = self.settings["margins"]
        return of["top"] * MM, of["right"] * MM, of["bottom"] * MM, of["left"] * MM

    def colour(self, name: str) -> str:
        """Give a colour as PDF operands."""
        return _operands(self.settings["colours"][name])

    def style(self, size: str = "body", face: str = "regular", colour: str = "ink") -> Style:
        """Give the style of a size, face and colour named in the theme."""
        key = (size, face, colour)
        found = self._styles.get(key)
        if found is None:
            points = float(self.settings["sizes"][size])
            leading = points * float(self.settings["sizes"]["leading" if size != "big" else "big_leading"])
            found = Style(self._face(face), points, round(leading, 2), self.colour(colour))
            self._styles[key] = found
        return found

    def _face(self, face: str) -> fonts.Face:
        """Give the face of a name; a font that is missing or broken is refused with the line that names it."""
        try:
            return fonts.face(self._font(face))
        except InvoicingError as error:
            found = error.findings[0] if error.findings else Finding(error.code, error.message, remedy=error.remedy)
            where = settings.place(self._files, f"fonts.{face}")
            raise Refused.of([replace(found, where=where)]) from error

    def _font(self, face: str) -> str:
        key: str = self.settings["fonts"][face]
        return str(self.resources.find("templates", key)) if key.lower().endswith(".ttf") else key

    @cached_property
    def head(self) -> tuple[Band, ...]:
        """The bands above the lines."""
        return tuple(_band(one) for one in self.settings["head"])

    @cached_property
    def tail(self) -> tuple[Band, ...]:
        """The bands below the lines."""
        return tuple(_band(one) for one in self.settings["tail"])

    @cached_property
    def _templates(self) -> tuple[Any, ...]:
        """The compiled page template and those it extends, nearest first."""
        return tuple(template for template, _ in self._parsed)

    @cached_property
    def _parsed(self) -> tuple[tuple[Any, Any], ...]:
        """The page template and those it extends, nearest first: compiled, and as a tree."""
        made = environment(self.resources, sandboxed=self.sandboxed)
        chain, name = [], self._page
        while name:
            template = _compiled(made, name)
            source, _, _ = made.loader.get_source(made, name)
            tree = made.parse(source)
            chain.append((template, tree))
            extends = tree.find(nodes.Extends)
            name = extends.template.as_const() if extends is not None else ""
        return tuple(chain)

    @cached_property
    def _blocks(self) -> dict[str, list[Any]]:
        """What makes each block, the nearest template first; `super()` goes on to the next."""
        found: dict[str, list[Any]] = {}
        for template in self._templates:
            for name, block in template.blocks.items():
                found.setdefault(name, []).append(block)
        return found

    @cached_property
    def _globals(self) -> dict[str, Any]:
        """What Jinja2 gives every template, as a plain table: its own chain of tables is slow to ask."""
        return dict(self._templates[0].globals)

    @cached_property
    def _asked(self) -> dict[str, tuple[str, ...] | None]:
        """The names each block asks for; None for one that may ask for any, because it draws in another template."""
        found: dict[str, set[str]] = {}
        open_ended = set()
        for _, tree in self._parsed:
            for block in tree.find_all(nodes.Block):
                names = {node.name for node in block.find_all(nodes.Name)}
                found.setdefault(block.name, set()).update(names)
                if "self" in names or block.find((nodes.Include, nodes.Import, nodes.FromImport)):
                    open_ended.add(block.name)
        return {name: None if name in open_ended else tuple(sorted(names)) for name, names in found.items()}

    def source(self, name: str, facts: Mapping[str, Any]) -> Source:
        """Give a block of the page template with the facts it asks for; nothing is made yet."""
        named = self._asked.get(name, ())
        return Source(self, name, facts if named is None else {key: facts[key] for key in named if key in facts})

    def block(self, name: str, facts: Mapping[str, Any]) -> str:
        """Give the markup of one block; empty when no template has such a block."""
        made = self._blocks.get(name)
        if not made:
            return ""
        template = self._templates[0]
        context = Context(template.environment, {**self._globals, **facts}, template.name, {})
        context.blocks = self._blocks
        try:
            return "".join(made[0](context))
        except _TEMPLATE_FAULTS as error:
            raise Refused.one(
                "template-failed",
                f"block {name} of the page cannot be made: {error}",
                where=_failing_line(error, self._templates) or f"templates/{self._page}: block {name}",
                rule="a block is made for every document, also for one that lacks a value",
                remedy="mend that line, or let it ask first whether there is a value",
                example="{% if bank %}{{ bank.reference }}{% endif %}",
            ) from error

    def missing(self, text: str) -> tuple[str, ...]:
        """Name the characters of a text that the theme's fonts cannot show."""
        return fonts.missing(text, self._font("regular"))


class Source:
    """A block of a page with the facts it asks for; two are equal when they give the same markup.

    So what is laid out once serves every document that says the same: the letterhead of a seller, the footer, a
    sentence of law. Only a block that names something new is made again.
    """

    __slots__ = ("_facts", "_hash", "_key", "name", "theme")

    def __init__(self, theme: Theme, name: str, facts: Mapping[str, Any]) -> None:
        """Keep what the block asks for; the order of `facts` is the same for each document."""
        self.theme = theme
        self.name = name
        self._facts = facts
        self._key = (theme, name, *facts.values())
        self._hash = hash(self._key)

    def __eq__(self, other: object) -> bool:
        """Compare what is asked for."""
        return isinstance(other, Source) and self._key == other._key

    def __hash__(self) -> int:
        """Hash what is asked for."""
        return self._hash

    def markup(self) -> str:
        """Make the block."""
        return self.theme.block(self.name, self._facts)


def load(resources: Resources, name: str, *, paper: str = "A4", logo: bytes | None = None) -> Theme:
    """Load a theme by name. Refused with all findings when its files are wrong, NotFound when there is none.

    `paper` (``A4`` or ``letter``) holds where the theme says ``auto``; `logo` is the seller's PNG or JPEG.
    """
    return _load(resources, name, paper, logo)


@lru_cache(maxsize=32)
def _load(resources: Resources, name: str, paper: str, logo: bytes | None) -> Theme:
    files = settings.read(resources, name)
    page, path = _page_of(resources, files)
    own = any(_is_own(resources, one) for one in (path, *(file.path for file in files)))
    return Theme(files, resources, page, paper=paper, logo=logo, sandboxed=own)


def _page_of(resources: Resources, files: Sequence[settings.Settings]) -> tuple[str, Path]:
    """Find the page template of the theme, else of the nearest theme it extends that has one."""
    pages = [f"{file.theme}/{PAGE}" for file in files]
    for page in pages[:-1]:
        with suppress(NotFound):
            return page, resources.find("templates", page)
    return pages[-1], resources.find("templates", pages[-1])


def _failing_line(error: BaseException, templates: Iterable[Any]) -> str:
    """Name the template and line in which a template failed: the innermost one of its traceback."""
    by_file = {template.filename: template for template in templates}
    found, step = "", error.__traceback__
    while step is not None:
        template = by_file.get(step.tb_frame.f_code.co_filename)
        if template is not None:
            found = f"templates/{template.name} line {template.get_corresponding_lineno(step.tb_lineno)}"
        step = step.tb_next
    return found


def _compiled(made: Any, name: str) -> Any:  # noqa: ANN401 - Jinja2's environment and template
    try:
        return made.get_template(name)
    except TemplateSyntaxError as error:
        where = f"templates/{name} line {error.lineno}"
        raise Refused.one(
            "bad-template",
            error.message or "",
            where=where,
            rule="Jinja2 syntax",
            remedy="mend that line",
            example="{{ seller.name }}",
        ) from error


def _is_own(resources: Resources, path: Path) -> bool:
    book = resources.book
    return book is not None and path.is_relative_to(book)


@cache
def environment(resources: Resources, *, sandboxed: bool) -> Any:  # noqa: ANN401 - a Jinja2 environment
    """Give the Jinja2 environment of templates/: autoescape on, undefined names refused, sandboxed for a book's own."""

    def source(name: str) -> tuple[str, str, Callable[[], bool]]:
        path = resources.find("templates", name)
        return path.read_text(encoding="utf-8"), str(path), lambda: True

    kind = ImmutableSandboxedEnvironment if sandboxed else Environment
    return kind(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _band(data: Mapping[str, Any]) -> Band:
    columns = tuple(
        Column(one["block"], one.get("width", 0) / 100, one.get("align", "left"), one.get("box", "none"))
        for one in data["columns"]
    )
    return Band(columns, data.get("gap", 5) * MM, data.get("height", 0) * MM)


@cache
def _operands(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3g}" for place in (1, 3, 5))


def check(path: Path) -> Any:  # noqa: ANN401 - see `invoicing.pdf.check`
    """Check a theme's folder; see `invoicing.pdf.check.folder`."""
    from invoicing.pdf.check import folder

    return folder(path)
