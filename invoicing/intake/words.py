"""Words that stand for codes: units of measure, tax categories, countries, languages."""

from __future__ import annotations

import re

from invoicing.domain.errors import Refused, nearest
from invoicing.domain.money import MINOR_UNITS, unknown_currency
from invoicing.domain.tax import CATEGORIES
from invoicing.intake.text import shorten, word, wrong_type

# UN/ECE Recommendation 20 codes (EN 16931 BT-130) with the words people write, in the languages of our users.
_UNITS = {
    "C62": "one unit units piece pieces pc pcs pz pezzo pezzi stuk stuks st stück stueck ud uds unidad unidades "
    "pièce pièces buc bucată bucăți",
    "HUR": "hour hours hr hrs h ora ore uur uren u hora horas oră heure heures stunde stunden std",
    "MIN": "minute minutes min minuto minuti minuut minuten minutos minut",
    "DAY": "day days d giorno giorni dag dagen día días dia dias zi zile jour jours tag tage",
    "WEE": "week weeks settimana settimane weken semana semanas săptămână săptămâni woche wochen",
    "MON": "month months mo mese mesi maand maanden mes meses lună luni mois monat monate",
    "ANN": "year years yr anno anni jaar jaren año años an ani jahr jahre",
    "KGM": "kg kilogram kilograms kilo kilos",
    "GRM": "g gram grams gr",
    "TNE": "t tonne tonnes ton",
    "LTR": "l litre litres liter liters",
    "MTR": "m metre metres meter meters metro metri",
    "CMT": "cm centimetre centimetres",
    "KMT": "km kilometre kilometres kilometer kilometers",
    "MTK": "m2 m² sqm",
    "MTQ": "m3 m³",
    "KWH": "kwh",
    "SET": "set sets",
    "XPK": "package packages pack packs",
    "XBX": "box boxes",
    "LS": "lump-sum lumpsum flat",
    "P1": "% percent",
}
UNIT_WORDS = {name: code for code, names in _UNITS.items() for name in names.split()}
"""what people write -> UN/ECE rec. 20 code"""

_UNIT_CODE = re.compile(r"[A-Z0-9]{2,3}")

TAX_WORDS = {
    "zero": "Z",
    "zero-rated": "Z",
    "exempt": "E",
    "reverse-charge": "AE",
    "reverse charge": "AE",
    "export": "G",
}
"""words for a whole category"""
RATE_WORDS = frozenset({"standard", "reduced", "super-reduced", "second-reduced", "intermediate", "parking"})
"""keys of a regime's dated rates"""
TAX_LABELS = frozenset({"VAT", "IVA", "BTW", "TVA", "MWST", "UST"})
"""what countries call their value added tax: the same as the category S"""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")


def unit(value: object) -> str:
    """Read a unit: a word (``hour``, ``ore``, ``pcs``) or a code of UN/ECE rec. 20. Refused with ``unknown-unit``."""
    text = word(value)
    known = UNIT_WORDS.get(text.casefold())
    if known:
        return known
    if _UNIT_CODE.fullmatch(text):
        return text
    close = nearest(text.casefold(), UNIT_WORDS) or "hour"
    raise Refused.one(
        "unknown-unit",
        f"{shorten(text)} is no unit that is known here",
        rule="BT-130 (UN/ECE Recommendation 20)",
        remedy=f"write a word such as hour, day, piece, kg, or the code; did you mean {close}?",
        example=f'unit = "{close}"',
    )


def currency(value: object) -> str:
    """Read an ISO 4217 code, in any case; refused with ``unknown-currency``."""
    text = word(value).upper()
    if text not in MINOR_UNITS:
        raise Refused.of([unknown_currency(text, "")])
    return text


def country(value: object) -> str:
    """Read an ISO 3166-1 alpha-2 code, in any case; refused with ``unknown-country``."""
    from invoicing.regimes import regime

    return regime(word(value)).code


def language(value: object) -> str:
    """Read a BCP 47 tag such as ``it`` or ``en-US``; refused with ``bad-language``."""
    text = word(value).replace("_", "-")
    if not _LANGUAGE.fullmatch(text):
        raise Refused.one(
            "bad-language",
            f"{shorten(text)} is no language tag",
            rule="BCP 47",
            remedy="write two letters, with a region where it matters",
            example='language = "it"',
        )
    return text


def category(value: object) -> str:
    """Read a tax category of UNTDID 5305, or a word for one; refused with ``bad-tax``."""
    text = word(value)
    code = TAX_WORDS.get(text.casefold(), text.upper())
    if code in TAX_LABELS:
        return "S"
    if code not in CATEGORIES:
        raise unknown_category(text)
    return code


def unknown_category(text: str) -> Refused:
    """Say that a word is no tax category, and list those there are."""
    listed = ", ".join(f"{code} {meaning}" for code, meaning in CATEGORIES.items())
    return Refused.one(
        "bad-tax",
        f"{shorten(text)} is no tax category",
        rule="BT-151 (UNTDID 5305)",
        remedy=f"take one of: {listed}",
        example='tax = "S 22"',
    )


def yes_or_no(value: object) -> bool:
    """Read ``true`` or ``false``; refused with ``wrong-type``."""
    if not isinstance(value, bool):
        raise wrong_type(value, "true or false", "true")
    return value


def email(value: object) -> str:
    """Read an e-mail address; refused with ``bad-email`` when no mail server could take it."""
    text = word(value)
    if text and not re.fullmatch(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+", text):
        raise Refused.one(
            "bad-email",
            f"{shorten(text)} is no e-mail address",
            rule="RFC 5322 addr-spec",
            remedy="write the address alone, without a name or brackets",
            example='email = "billing@example.com"',
        )
    return text
