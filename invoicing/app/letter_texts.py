"""Look at letters before they are sent: which there are, how one reads, and whether a text keeps the rules."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import NotFound, Refused
from invoicing.ledger.paths import write_file
from invoicing.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from invoicing.app.book import Book
    from invoicing.app.facts import OpenDocument
    from invoicing.app.plan import PlannedLetter
    from invoicing.app.talk_case import Asked
    from invoicing.app.write_letter import Composed
    from invoicing.correspondence.facts import LetterFacts
    from invoicing.domain.errors import Finding
    from invoicing.ledger.queries import Source


def list_letters(book: Book | None, lang: str = "") -> list[dict[str, Any]]:
    """Give the shape of `letters list --json`: every letter there is, or those written in one language."""
    from invoicing.correspondence.catalogue import catalogue

    resources = book.resources if book else Resources()
    base = lang.split("-", maxsplit=1)[0]
    return [
        {"letter": one.letter, "kind": one.kind, "grade": one.grade, "languages": list(one.languages)}
        for one in catalogue(resources)
        if not lang or {lang, base} & set(one.languages)
    ]


def preview_sample(book: Book | None, letter: str, lang: str, debtor: str, target: Path) -> dict[str, Any]:
    """Write a letter about a made-up case; gives its subject, text and the PDF written to `target`."""
    from invoicing.app.issue import load_theme
    from invoicing.app.letters import lay_out
    from invoicing.correspondence.compose import compose
    from invoicing.correspondence.sample import sample_facts
    from invoicing.pdf.theme import load
    from invoicing.texts import language

    resources = book.resources if book else Resources()
    words = language(lang or "en", resources)
    facts = sample_facts(letter, words, resources, debtor)
    made = compose(letter, facts, words, resources)
    theme = load_theme(book, book.settings.theme) if book else load(resources, "classic")
    write_file(target, lay_out(resources, theme, made, facts))
    return {"letter": letter, "language": words.tag, "subject": made.subject, "text": made.text, "pdf": str(target)}


def preview_for(book: Book, asked: Asked, today: date, lang: str, target: Path) -> dict[str, Any]:
    """Write a letter as a client would get it today; nothing is recorded.

    A letter of the ladder is about all that is late, any other as `letters write` would write it. NotFound
    (``nothing-late``) when the client owes nothing that is late, Refused (``empty-slot``) with all that is not known.
    """
    from invoicing.app.letters import draw
    from invoicing.app.write_letter import compose_for, on_the_ladder, shape

    with book.ledger() as ledger:
        compose = _compose_ladder if on_the_ladder(asked.letter) else compose_for
        made = compose(ledger, book, asked, today, lang)
    write_file(target, draw(book, made.letter, made.facts))
    return shape(made, str(target))


def _compose_ladder(source: Source, book: Book, asked: Asked, today: date, lang: str) -> Composed:
    """Compose a letter of the ladder as if it were due for all that is late, with what is given laid over it."""
    from invoicing.app.remind import with_usual_offer
    from invoicing.app.write_letter import composed
    from invoicing.correspondence.catalogue import grade_of
    from invoicing.correspondence.given import apply
    from invoicing.texts import language

    facts, tag = _facts(source, book, asked, today)
    words = language(lang or tag, book.resources)
    facts = with_usual_offer(apply(facts, asked.given), grade_of(asked.letter) or 0, words)
    return composed(asked.letter, facts, words, book)


def _facts(source: Source, book: Book, asked: Asked, today: date) -> tuple[LetterFacts, str]:
    from invoicing.app.clients import record_of
    from invoicing.app.facts import gather
    from invoicing.app.letter_facts import facts_of
    from invoicing.app.policies import ladders_of
    from invoicing.ledger import queries

    row = queries.find_client(source, asked.client)
    found = gather(source, today, ladders_of(book, source), client=row.id)
    found = tuple(one for one in found if not asked.documents or one.number in asked.documents)
    late = [one for one in found if one.overdue] or list(found)
    if not late:
        raise NotFound(
            "nothing-late",
            f"{row.name} owes nothing",
            where="--client",
            remedy="name a client with an open invoice, or see a made-up case with --sample",
        )
    planned = _planned(asked.letter, [one for one in late if one.currency == late[0].currency])
    return facts_of(source, book, record_of(row), planned, today), row.language or planned.language


def _planned(letter: str, documents: Sequence[OpenDocument]) -> PlannedLetter:
    """Plan a letter as if it were due for all of these documents."""
    from invoicing.app.plan import Judged, PlannedLetter
    from invoicing.correspondence.catalogue import grade_of
    from invoicing.domain.dunning.decision import Decision

    grade = grade_of(letter)
    shown = max(one.facts.grade or 1 for one in documents) if grade is None else grade
    judged = tuple(Judged(one, Decision("step", shown, "asked for by hand", stem=letter)) for one in documents)
    first = documents[0]
    return PlannedLetter(first.client, first.currency, first.language, letter, shown, judged, ())


def check_letter_file(book: Book | None, file: Path, lang: str, kind: str | None) -> dict[str, Any]:
    """Check a letter: a template (with a subject line and slots) or a text as it will be sent.

    Gives the shape of `letters check --json`. Slots and syntax are checked first; a text that cannot be read has no
    tone. A template's tone is that of its sample, so that both sides of every condition need not be guessed.
    """
    from invoicing.correspondence.check import SUBJECT, check_source
    from invoicing.intake.read import decode, read_bytes

    text = decode(read_bytes(file), file.name)
    resources = book.resources if book else Resources()
    is_template = text.startswith(SUBJECT) and ("{{" in text or "{%" in text)
    broken = check_source(text, file.name) if is_template else ()
    if broken:
        return {"verdict": "violates", "findings": [_syntax(one) for one in broken]}
    report = _tone(_rendered(text, lang, resources) if is_template else text, lang, kind, resources)
    return {"verdict": report.verdict, "findings": [asdict(one) for one in report.findings]}


def _tone(text: str, lang: str, kind: str | None, resources: Resources) -> Any:  # noqa: ANN401 - a ToneReport
    from invoicing.correspondence.tone import check_tone

    return check_tone(text, lang, kind, resources=resources)


def _rendered(text: str, lang: str, resources: Resources) -> str:
    """Fill the slots of a template with the made-up case, so that its tone can be judged as it is read."""
    from invoicing.correspondence.compose import compose_source
    from invoicing.correspondence.sample import sample_facts
    from invoicing.texts import language

    words = language(lang, resources)
    letter = compose_source("letter", text, sample_facts("", words, resources), words)
    return f"{letter.subject}\n\n{letter.text}"


def _syntax(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.code,
        "group": "A",
        "passage": "",
        "start": 0,
        "end": 0,
        "message": f"{one.message} ({one.where})",
        "suggestion": one.remedy,
        "source": one.rule,
    }


def need_language(lang: str | None) -> str:
    """Give the language of a check; refused (``language-needed``) without one: tone is judged in one language."""
    if not lang:
        raise Refused.one(
            "language-needed",
            "the letter's language is not named",
            where="--lang",
            remedy="name it",
            example="--lang it",
        )
    return lang
