"""Flow: rows poured over pages, with a running head, a footer and a count of pages that is known only at the end."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from invoicing.pdf import sheet
from invoicing.pdf.layout import Block, Row, height

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invoicing.pdf.sheet import Page, Sheets

_KEEP = 2
"""rows of a text that stay together at the foot and at the head of a page"""


class Flow:
    """Where the next row goes."""

    def __init__(self, sheets: Sheets, box: tuple[float, float, float, float], running: Callable[[], Block]) -> None:
        """Begin on a first page. `box`: left, top, width, bottom in points; `running` lays the head of the others."""
        self.sheets = sheets
        self.left, self.top, self.width, self.bottom = box
        self._running = running
        self.page: Page = sheets.page()
        self.y = self.top
        self._head = self.top
        self._stamped: set[str] = set()

    @cached_property
    def running(self) -> Block:
        """What stands atop the further pages; laid when a second page is thought of."""
        return self._running()

    @property
    def room(self) -> float:
        """What is left of this page."""
        return self.y - self.bottom

    @property
    def most(self) -> float:
        """What a fresh page can take."""
        return self.top - height(self.running) - self.bottom

    def turn(self) -> None:
        """Begin a further page."""
        self.page = self.sheets.page()
        self.y = self._head = self.page.rows(self.running, self.left, self.top, sheet.ARTIFACT)

    def put(self, rows: Sequence[Row], tag: str = "P", x: float = 0) -> None:
        """Set rows here, whether they fit or not, read out as one `tag`."""
        self.y = self.page.rows(rows, self.left + x, self.y, tag)

    def beside(self, columns: Sequence[tuple[float, Sequence[Row], str]]) -> None:
        """Set columns (x, rows, tag) side by side here; the next row goes below the highest."""
        self.y = min([self.page.rows(rows, self.left + x, self.y, tag) for x, rows, tag in columns])

    def skip(self, points: float) -> None:
        """Leave space, unless at the head of a page."""
        if self.y < self._head:
            self.y -= points

    def keep(self, rows: Sequence[Row], tag: str = "P", x: float = 0) -> None:
        """Set rows together, on a further page when they do not fit here; poured when no page can hold them."""
        need = height(rows)
        if need > self.room and need <= self.most:
            self.turn()
        if need <= self.room:
            self.put(rows, tag, x)
        else:
            self.pour(rows, x=x)

    def pour(
        self,
        rows: Sequence[Row],
        before: Callable[[], None] | None = None,
        after: Callable[[], None] | None = None,
        x: float = 0,
    ) -> None:
        """Set rows one by one over as many pages as they take; `before` and `after` draw at a turn of the page."""
        rest = list(rows)
        while rest:
            count = _fitting(rest, self.room)
            if count < len(rest):
                count = min(count, len(rest) - _KEEP) if len(rest) > _KEEP else count
                count = 0 if count < _KEEP and self.y < self._head - 1 else max(count, 1)
            self.put(rest[:count], x=x)
            rest = rest[count:]
            if rest:
                if before is not None:
                    before()
                self.turn()
                if after is not None:
                    after()

    def stamp(self, name: str, rows: Block) -> None:
        """Set rows here that stand again on further pages: drawn and read out at first, then a form they share."""
        if name not in self._stamped:
            self._stamped.add(name)
            self.put(rows)
            return
        sheet.form(self.sheets, name, rows, self.width)
        self.page.stamp(name, self.left, self.y)
        self.y -= height(rows)


def _fitting(rows: Sequence[Row], room: float) -> int:
    used = 0.0
    for index, row in enumerate(rows):
        used += row.height
        if used > room + 0.01:
            return index
    return len(rows)
