"""The table of lines set over pages: where it turns one, the sum so far is carried and the head stands again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.money import Money
from invoicing.pdf.fonts import clean
from invoicing.pdf.layout import Row, height

if TYPE_CHECKING:
    from invoicing.pdf.flow import Flow
    from invoicing.pdf.lines import LineTable
    from invoicing.texts import Language

_CARRIED_GAP = 14.0


class Turning:
    """One table being set."""

    def __init__(self, table: LineTable, flow: Flow, language: Language, currency: str) -> None:
        """Begin; without a `currency` the lines have no amounts, and nothing is carried."""
        self._table = table
        self._flow = flow
        self._language = language
        self._currency = currency
        self._total = 0
        self._waiting: list[Row] = []
        """lines of this page, which are set and read out together"""
        self._used = 0.0
        """how high they are"""
        self._carry = table.style.leading + table.padding

    def set(self, ending: float) -> None:
        """Set head and lines; `ending` is the height of the sums, which must not stand on a page without a line."""
        table, flow = self._table, self._flow
        first, last = table.items[0], table.items[-1]
        start = height(table.head) + first.height + (ending if first is last else 0.0)
        if start > flow.room and start <= flow.most:
            flow.turn()
        flow.stamp("head", table.head)
        flow.bottom += self._carry
        for item in table.items[:-1]:
            self._put(item.rows, item.height, 0.0)
            self._total += item.minor
        flow.bottom -= self._carry
        together = last.height + ending
        fits = together <= self._room or together < flow.most - 2 * self._carry
        self._put(last.rows, last.height, ending if fits else 0.0)
        self._flush()

    @property
    def _room(self) -> float:
        """What is left of this page beside the lines that wait."""
        return self._flow.room - self._used

    def _put(self, rows: tuple[Row, ...], tall: float, ending: float) -> None:
        """Let a line wait for its page to be full, or turn the page; a line higher than half a page is poured."""
        if tall + ending > self._room and tall <= self._flow.most / 2:
            self._carried()
            self._flow.turn()
            self._brought()
        if tall <= self._room:
            self._waiting.extend(rows)
            self._used += tall
        else:
            self._flush()
            self._flow.pour(rows, self._carried, self._brought)

    def _flush(self) -> None:
        """Set the lines that wait."""
        self._flow.put(self._waiting)
        self._waiting.clear()
        self._used = 0.0

    def _carried(self) -> None:
        """End a page with the sum so far."""
        self._flush()
        self._sum("carried-forward")

    def _brought(self) -> None:
        """Begin a page with the head and that sum."""
        self._flow.stamp("head", self._table.head)
        self._sum("brought-forward")

    def _sum(self, key: str) -> None:
        if not self._total or not self._currency:
            return
        table, style = self._table, self._table.style
        text = clean(self._language.label(key))
        figure = clean(self._language.amount(Money(self._total, self._currency)))
        right = table.right - style.width(figure)
        left = max(0.0, right - style.width(text) - _CARRIED_GAP)
        drop = style.drop + table.padding / 2
        self._flow.put([Row(self._carry, ((left, drop, style, text), (right, drop, style, figure)))])
