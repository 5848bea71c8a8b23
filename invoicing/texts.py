"""Languages: labels, titles, phrases, and how numbers, money, days and people are written.

Everything a page or a letter prints comes from ``letters/<lang>/``: ``labels.toml`` (words and writing style),
``phrases.toml`` (sentences), ``legal.toml`` (paragraphs about law), ``citations.toml`` (how a law of late payment is
cited). A new language is one such folder.

A tag such as ``en-US`` is an overlay: what its folder does not say stands in ``en``. A label that a language lacks
falls back to English, so that no page fails over a word; the tests name what is missing. A book's own folder wins key
by key over the shipped one.

The writing style is CLDR's, kept as data in ``labels.toml`` and checked against Babel by a test: formatting one amount
through Babel costs more than ten labels of a page. Three deviations, all house style: Italian writes the sign of a
currency before the amount and the first of a month as ``1°``, and English puts a space after a currency written in
letters (as CLDR's spacing rule asks).
The number of decimals never comes from CLDR but from ISO 4217 (`invoicing.domain.money`).
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import NotFound, nearest
from invoicing.domain.money import half_up, minor_units
from invoicing.resources import Resources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from invoicing.domain.money import Money
    from invoicing.domain.party import Contact

BASE = "en"
"""the language whose labels stand in for a missing one"""
FORMAL_FROM_GRADE = 4
"""from the final notice on a letter closes formally"""
NBSP = "\u00a0"

_SLOT = re.compile(r"\{(\w+)\}")
_MALE = re.compile(r"(mr|sig|signor|sr|señor|dhr|heer|dl|domnul|domnule|herr|hr|m|don|d)\.?", re.IGNORECASE)
_FEMALE = re.compile(
    r"(ms|mrs|miss|sig\.[rn]a|signora|sra|señora|mevr|mevrouw|mw|dna|d-na|doamna|doamnă|frau|mme|doña|dña)\.?",
    re.IGNORECASE,
)
_ARTICLES = frozenset({"de", "il", "la", "el"})
# A surname starts at the first of these: Anna van der Berg is Ms van der Berg.
_PARTICLE = re.compile(r"(van|von|der?|den|dell?|della|d[iau]|dos|l[ae]|te[nr]|'t|el)", re.IGNORECASE)


def _one_other(number: Decimal) -> str:
    return "one" if number == 1 else "other"


def _romanian(number: Decimal) -> str:
    """CLDR: one; few for 0, for 1-19 at the end of a number, and for any fraction; other takes "de" (20 de zile)."""
    if number == 1:
        return "one"
    whole = number == number.to_integral_value()
    last = int(number) % 100
    return "few" if not whole or number == 0 or 1 <= last <= 19 else "other"  # the rule's own numbers


PLURAL_RULES: Mapping[str, Callable[[Decimal], str]] = {"one-other": _one_other, "romanian": _romanian}


def fill(pattern: str, values: Mapping[str, object]) -> str:
    """Put values into ``{name}`` slots in one pass, so that braces inside a value are never read as slots."""
    return _SLOT.sub(lambda found: str(values.get(found[1], found[0])), pattern)


class Language:
    """One language as a book sees it. Made by `language`, which keeps it; it never changes."""

    __slots__ = (
        "_amounts", "_cited", "_countries", "_laws", "_phrases", "_resources", "_style", "_tables", "chain", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, chain: tuple[str, ...], resources: Resources) -> None:
        """Read the tables of `chain`, most specific first, over those of English."""
        self.tag = tag
        self.chain = chain
        own = _read(resources, chain, "labels.toml")
        spare = own if BASE in chain else _read(resources, (BASE,), "labels.toml")
        self._tables: dict[str, dict[str, Any]] = {
            name: {**spare[name], **own.get(name, {})} for name in spare if isinstance(spare[name], dict)
        }
        self._tables["symbols"] = own.get("symbols", {})  # a sign that English knows need not be known to these readers
        # How words join is no language's business but its own.
        self._style = {**self._tables["style"], "joins": own.get("style", {}).get("joins", [])}
        self._phrases = _flat(_read(resources, (*chain, BASE), "phrases.toml"))
        self._laws = _flat(_read(resources, (*chain, BASE), "legal.toml"))
        self._resources = resources
        self._cited: Mapping[str, Mapping[str, str]] = {}
        self._amounts: dict[str, _AmountStyle] = {}
        self._countries: Mapping[str, str] | None = None

    # words

    def label(self, key: str, **values: object) -> str:
        """Give a label such as ``due-date``; `values` fill its slots (``page-of`` takes page and pages)."""
        text = self._word("labels", key)
        return self.joined(fill(text, values)) if values else text

    def title(self, kind: str) -> str:
        """Give the printed title of a document kind, ``Credit note``."""
        return self._word("titles", kind)

    def noun(self, kind: str) -> str:
        """Give a document kind as it stands inside a sentence, ``credit note`` (Romanian: with its article)."""
        return self._word("names", kind)

    def enumeration(self, parts: Sequence[str], word: str = "and") -> str:
        """Join parts in a sentence: ``1, 2 and 3``; `word` is ``and`` or ``or``."""
        *first, last = parts
        return f"{', '.join(first)} {self.label(word)} {last}" if first else last

    def joined(self, text: str) -> str:
        """Mend the joints between a text and the numbers put into it: Italian ``il 8`` becomes ``l'8``."""
        for pattern, replacement in self._style["joins"]:
            text = re.sub(pattern, replacement, text)
        return text

    def phrase(self, key: str, **values: object) -> str:
        """Give a sentence of ``phrases.toml``; `values` fill its slots."""
        return self.joined(fill(_known(self._phrases, key, "phrase", self.tag), values))

    def law(self, key: str, **values: object) -> str:
        """Give a paragraph of ``legal.toml``; `values` fill its slots."""
        return fill(_known(self._laws, key, "law", self.tag), values)

    def citation(self, law: str, debtor: str, what: str = "interest") -> str:
        """Cite a law of late payment as a letter prints it: what it says on interest, compensation or costs.

        `law` is the code of a file of ``regimes/_late_payment``, `what` interest, compensation or costs. Empty where
        that law gives nothing of the kind against that `debtor`; a consumer is never shown what binds businesses.
        """
        self._cited = self._cited or _read(self._resources, (*self.chain, BASE), "citations.toml")
        table = self._cited.get(law.lower(), {})
        general = "" if debtor == "consumer" else table.get(what, "")
        return table.get(f"{what}-{debtor}", general)

    def has_phrase(self, key: str) -> bool:
        """Say whether the language (or English) has that phrase."""
        return key in self._phrases

    def unit(self, code: str, quantity: Decimal) -> str:
        """Give the word of a unit (UN/ECE Rec. 20) in the form its quantity asks; an unknown code stands for itself."""
        forms = self._tables["units"].get(code)
        return code if forms is None else self._form(forms, quantity)

    def count(self, what: str, number: int) -> str:
        """Say a number of things, ``15 days``; `what` is a key of the table plurals."""
        forms = _known(self._tables["plurals"], what, "plural", self.tag)
        return fill(self._form(forms, Decimal(number)), {"count": self.number(Decimal(number))})

    def country(self, code: str) -> str:
        """Give the name of a country (ISO 3166-1 alpha-2) from CLDR; an unknown code stands for itself."""
        if self._countries is None:
            from babel import Locale  # costs 20 ms, and few documents print a country

            tag = "en-GB" if self.tag == BASE else self.tag
            self._countries = Locale.parse(tag, sep="-").territories
        return self._countries.get(code.upper(), code)

    # numbers

    def number(self, value: Decimal, least: int = 0, most: int | None = None) -> str:
        """Write a number with `least` to `most` decimals, rounded half up; without `most` with all it has."""
        if most is not None:
            value = half_up(value, most)
        whole, _, part = format(abs(value), "f").partition(".")
        part = part.rstrip("0").ljust(least, "0")
        return ("-" if value < 0 else "") + self._group(int(whole)) + (self._style["decimal"] + part if part else "")

    def percent(self, value: Decimal, least: int = 0, most: int | None = None) -> str:
        """Write a percentage: 22 is ``22%``, in Spanish and Romanian with a space."""
        pattern: str = self._style["percent"]
        return pattern.replace("#", self.number(value, least, most))

    def money(self, money: Money) -> str:
        """Write an amount with its currency; decimals by ISO 4217."""
        style = self._amount_style(money.currency)
        digits = self._minor(abs(money.minor), style.decimals)
        if money.minor < 0:
            return style.negative_before + digits + style.negative_after
        return style.before + digits + style.after

    def amount(self, money: Money) -> str:
        """Write an amount without its currency, as in the columns of a table."""
        digits = self._minor(abs(money.minor), minor_units(money.currency))
        return "-" + digits if money.minor < 0 else digits

    def symbol(self, currency: str) -> str:
        """Give the sign of a currency as this language writes it, or its code."""
        sign: str = self._tables["symbols"].get(currency, currency)
        return sign

    # days

    def date(self, day: dt.date) -> str:
        """Write a day with the name of its month: ``5 June 2026``."""
        return self._day(day, "date")

    def short_date(self, day: dt.date) -> str:
        """Write a day for a table, always with a year of four digits."""
        return self._day(day, "short_date")

    def period(self, start: dt.date, end: dt.date) -> str:
        """Write the period a document bills, both days included: ``June 2026``, ``Q2 2026``, ``1 to 7 June 2026``."""
        from invoicing.domain.dates import Period
        from invoicing.domain.recurrence import period_shape

        shape = period_shape(Period(start, end))
        if shape in {"day", "year"}:
            return self.date(start) if shape == "day" else str(start.year)
        if shape == "quarter":
            shape = f"quarter-{(start.month + 2) // 3}"  # three months each
        elif start.year != end.year:
            shape += "-of-years"
        elif shape == "days" and start.month != end.month:
            shape += "-of-months"
        first = {f"first_{key}": value for key, value in self._parts(start).items()}
        return self.joined(fill(self._tables["periods"][shape], self._parts(end) | first))

    # people

    def salutation(self, contact: Contact | None, company: str, debtor: str = "business") -> str:
        """Open a letter: to the contact when there is one, else to the company, a consumer by name.

        `Contact.salutation` may be a title (``Sig.ra``) or a title with the surname (``Sra. García López``).
        """
        table = self._tables["salutation"]
        if contact is None and debtor != "consumer":
            return fill(table["company"], {"company": company})
        name = contact.name if contact is not None else company
        title, _, written = _without_article(contact.salutation if contact is not None else "").partition(" ")
        surname = written.strip() or _surname(name, self.chain[-1])
        values = {"name": name, "surname": surname, "Surname": surname[:1].upper() + surname[1:], "title": title}
        return fill(table[_form_of_address(title)], values)

    def closing(self, grade: int | None, *, named: bool = True) -> str:
        """Close a letter; formally from the final notice on. `named`: the letter opened with a name."""
        formal = grade is not None and grade >= FORMAL_FROM_GRADE
        key = ("formal" if named else "formal-unnamed") if formal else ("named" if named else "unnamed")
        return self._word("closing", key)

    # inner

    def _word(self, table: str, key: str) -> str:
        found: str = _known(self._tables[table], key, table.removesuffix("s"), self.tag)
        return found

    def _form(self, forms: Mapping[str, str], number: Decimal) -> str:
        rule = PLURAL_RULES[self._style["plural"]](number)
        return forms.get(rule, forms["other"])

    def _group(self, whole: int) -> str:
        return f"{whole:,}".replace(",", self._style["group"])

    def _minor(self, minor: int, decimals: int) -> str:
        if not decimals:
            return self._group(minor)
        whole, part = divmod(minor, 10**decimals)
        return f"{self._group(whole)}{self._style['decimal']}{part:0{decimals}d}"

    def _day(self, day: dt.date, pattern: str) -> str:
        return fill(self._style[pattern], self._parts(day))

    def _parts(self, day: dt.date) -> dict[str, str]:
        return {
            "day": self._style["first_day"] if day.day == 1 else str(day.day),
            "dd": f"{day.day:02d}",
            "mm": f"{day.month:02d}",
            "month": self._style["months"][day.month - 1],
            "mon": self._style["months_short"][day.month - 1],
            "year": f"{day.year:04d}",
        }

    def _amount_style(self, currency: str) -> _AmountStyle:
        style = self._amounts.get(currency)
        if style is None:
            style = self._amounts[currency] = _AmountStyle(self._style, self.symbol(currency), minor_units(currency))
        return style


class _AmountStyle:
    """What stands before and after the digits of one currency, compiled once."""

    __slots__ = ("after", "before", "decimals", "negative_after", "negative_before")

    def __init__(self, style: Mapping[str, str], sign: str, decimals: int) -> None:
        self.decimals = decimals
        self.before, self.after = _around(style["currency"], sign)
        self.negative_before, self.negative_after = _around(style["negative"], sign)


def _around(pattern: str, sign: str) -> tuple[str, str]:
    """Split a pattern (¤ the sign, # the digits); a sign that ends in a letter never touches the digits."""
    before, _, after = pattern.partition("#")
    if before.endswith("¤") and sign[-1].isalpha():
        before += NBSP
    return before.replace("¤", sign), after.replace("¤", sign)


def _without_article(salutation: str) -> str:
    """Leave out the article some write before a title: ``de heer``, ``la Sra.``."""
    words = salutation.split()
    if len(words) > 1 and words[0].lower() in _ARTICLES:
        del words[0]
    return " ".join(words)


def _form_of_address(title: str) -> str:
    if not title:
        return "named"
    if _MALE.fullmatch(title):
        return "male"
    return "female" if _FEMALE.fullmatch(title) else "titled"


def _surname(name: str, base: str) -> str:
    """Take the surname off a full name: from its first particle on, two words in Spanish, else the last word."""
    words = name.split()
    # A name that begins with a small particle, or with two of them, has no first name before it.
    bare = bool(words) and (words[0].islower() or all(_PARTICLE.fullmatch(word) for word in words[:2]))
    for index in range(0 if bare else 1, len(words)):
        if _PARTICLE.fullmatch(words[index]):
            return " ".join(words[index:])
    surnames = 2 if base == "es" and len(words) > 2 else 1  # a first name and two surnames
    return " ".join(words[-surnames:])


def _known(table: Mapping[str, Any], key: str, what: str, tag: str) -> Any:  # noqa: ANN401 - a string or its forms
    try:
        return table[key]
    except KeyError:
        close = nearest(key, table)
        raise NotFound(
            f"no-{what}",
            f"letters/{tag} has no {what} {key!r}",
            remedy=f"did you mean {close!r}?" if close else "add it to the file of that language",
            where=f"letters/{tag}",
        ) from None


def _read(resources: Resources, chain: tuple[str, ...], name: str) -> dict[str, Any]:
    """Read one file of all languages of the chain and all places, the less specific first, merged by table."""
    merged: dict[str, Any] = {}
    for tag in reversed(chain):
        for folder in reversed(resources.folders("letters")):
            path = folder / tag / name
            if path.is_file():
                _merge(merged, tomllib.loads(path.read_text(encoding="utf-8")))
    return merged


def _merge(into: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, dict):
            into[key] = {**into.get(key, {}), **value}
        else:
            into[key] = value


def _flat(tables: Mapping[str, Any]) -> dict[str, str]:
    """Give all sentences of a file by key; a table only groups them, or holds one in ``text``."""
    result: dict[str, str] = {}
    for key, value in tables.items():
        if isinstance(value, str):
            result[key] = value.strip()
        elif isinstance(value, dict):
            inner = value.get("text")
            if isinstance(inner, str):
                result[key] = inner.strip()
            else:
                result.update(_flat(value))
    return result


def normal_tag(tag: str) -> str:
    """Write a BCP 47 tag the usual way: ``en_us`` as ``en-US``."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])  # a region


def language(tag: str, resources: Resources | None = None) -> Language:
    """Give a language by its BCP 47 tag; ``it-CH`` without a folder is ``it``. Raises NotFound (``no-language``)."""
    return _language(normal_tag(tag), resources or Resources())


@lru_cache(maxsize=64)
def _language(tag: str, resources: Resources) -> Language:
    base = tag.partition("-")[0]
    known = resources.names("letters")
    if base not in known:
        close = nearest(tag, known) or BASE
        raise NotFound(
            "no-language",
            f"there are no letters in {tag!r}; there are {', '.join(known)}",
            remedy=f"did you mean {close!r}? A new language is one folder letters/{base}",
            where="language",
        )
    chain = (tag, base) if tag != base and tag in known else (base,)
    return Language(chain[0], chain, resources)


def languages(resources: Resources | None = None) -> tuple[str, ...]:
    """List the tags of all languages there is a folder for, overlays such as ``en-US`` included."""
    return (resources or Resources()).names("letters")
