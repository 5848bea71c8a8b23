"""Write a letter beside the ladder to a client: composed from the book and what is given, drawn, and recorded.

The letters of the ladder are left to `remind` and `terminate`, which know when each is due. What a letter lacks is
refused all at once, each with the flag that gives it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing.app.acts import read_acts
from invoicing.app.book import acting, once
from invoicing.app.talk import talk_facts
from invoicing.app.talk_case import Asked
from invoicing.correspondence.catalogue import grade_of, kind_of
from invoicing.correspondence.given_forms import from_file, from_flags, way_to_give
from invoicing.domain.dunning.facts import BROKEN_PROMISE, PLAN_BROKEN
from invoicing.domain.errors import Finding, Refused
from invoicing.domain.money import total
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.correspondence.facts import LetterFacts
    from invoicing.correspondence.letter import Letter
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work
    from invoicing.texts import Language

_AHEAD = ("answer_day", "follow_up", "next_contact", "deadline", "pause_day", "resume_day", "end_day", "files_day")
_LOOKING_BACK = ("follow-up", "agreement-confirmed", "recap")
"""letters whose points say what was done or agreed: their days may be over"""


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter with its facts, and how its tone was judged."""

    letter: Letter
    facts: LetterFacts
    tone: dict[str, Any]


def read_asked(
    letter: str,
    client: str,
    documents: Sequence[str],
    sets: Sequence[str],
    lists: Mapping[str, Sequence[str]],
    file: str = "",
) -> Asked:
    """Read what is given by flags, laid over a file of facts. Refused with all that cannot be read of either."""
    given = from_flags(sets, lists)
    if file:
        from invoicing.intake.read import decode, parse, read_bytes

        given = given.over(from_file(parse(decode(read_bytes(Path(file)), file), file)))
    return Asked(letter, client, tuple(documents), given)


def on_the_ladder(letter: str) -> bool:
    """Say whether a letter is written by the ladder, which knows its day."""
    return grade_of(letter) is not None or kind_of(letter) == "termination" or letter in {BROKEN_PROMISE, PLAN_BROKEN}


def write_letter(book: Book, asked: Asked, act: Act, lang: str = "") -> Result:
    """Write a letter and record it; gives the shape of `letters preview` with its id, its file and its tone.

    Refused (``on-the-ladder``) for a letter of the ladder, (``empty-slot``) with all facts that are missing, and for
    what is not true: ``day-past``, ``day-in-future``, ``plan-sum``, ``not-held``, ``no-payment``,
    ``too-few-incidents``.
    """
    if on_the_ladder(asked.letter):
        command = "terminate CLIENT" if asked.letter.startswith("termination") else "remind"
        raise Refused.one(
            "on-the-ladder",
            f"{asked.letter} is a letter of the ladder",
            where="LETTER",
            rule="no grade is written before its day",
            remedy="let the ladder write it, or look at it: invoicing letters preview",
            example=f"invoicing {command}",
        )
    inputs = {"act": "letter-write", "lang": lang, **asdict(asked)}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _write_in(work, book, asked, act, lang))


def compose_for(source: Source, book: Book, asked: Asked, today: date, lang: str = "") -> Composed:
    """Compose a letter beside the ladder to a client, in its language unless another is named."""
    from invoicing.texts import language

    row = queries.find_client(source, asked.client)
    words = language(lang or row.language or book.settings.language or "en", book.resources)
    facts = talk_facts(source, book, asked, words, today)
    made = composed(asked.letter, facts, words, book)
    found = [*_days(asked.letter, facts), *_untrue(source, row.id, asked.letter, facts)]
    if found:
        raise Refused.of(found)
    return made


def composed(name: str, facts: LetterFacts, words: Language, book: Book) -> Composed:
    """Compose a letter and judge its tone; what it lacks is refused with the flag that gives it."""
    from invoicing.correspondence.compose import compose

    try:
        letter = compose(name, facts, words, book.resources)
    except Refused as lack:
        if lack.code != "empty-slot":
            raise
        raise Refused.of(_flagged(one, facts) for one in lack.findings) from None
    return Composed(letter, facts, _tone(letter, words, book))


def _flagged(lack: Finding, facts: LetterFacts) -> Finding:
    remedy, example = way_to_give(lack.where)
    heard = facts.concern.words if facts.concern and lack.where == "concern" else ""
    rule = f"the client's words: {heard}" if heard else lack.rule
    return Finding(lack.code, lack.message, lack.where, rule, remedy, example)


def _write_in(work: Work, book: Book, asked: Asked, act: Act, lang: str) -> Result:
    from invoicing.app.letters import draw
    from invoicing.app.remind import letter_body

    client = queries.find_client(work, asked.client).id
    made = compose_for(work, book, asked, act.today, lang)
    path = _path(work, client, asked.letter, act.today)
    sha256 = work.keep_file(path, draw(book, made.letter, made.facts))
    numbers = [one.number for one in made.facts.documents]
    documents = [{"number": number, "part": 0, "grade": None} for number in numbers]
    body = letter_body(made.letter, made.facts, documents)
    body |= {"grade": None, "client": client, "path": path, "sha256": sha256, "role": "billing"}
    seq = work.append("letter-written", client, body | {"date": act.today.isoformat()})
    return shape(made, str(book.folder / path)) | {
        "letter_id": seq,
        "client": client,
        "documents": numbers,
        "sha256": sha256,
    }


def shape(made: Composed, pdf: str) -> Result:
    """Give the shape of `letters preview`, with the verdict on the letter's tone."""
    letter = made.letter
    return {
        "letter": letter.name,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "pdf": pdf,
        "tone": made.tone,
    }


def _path(source: Source, client: str, letter: str, today: date) -> str:
    """Give a place of its own to each letter, also to a second one of a day."""
    stem = f"documents/letters/{today.isoformat()}-{client}-{letter}"
    taken = {one.path for one in queries.letters_to(source, client)}
    several = [f"{stem}.pdf", *(f"{stem}-{number}.pdf" for number in range(2, len(taken) + 2))]
    return next(path for path in several if path not in taken)


def _tone(letter: Letter, words: Language, book: Book) -> dict[str, Any]:
    """Judge the letter as it reads with the user's own words in it; null in a language without words of tone."""
    from invoicing.correspondence.tone import check_tone
    from invoicing.correspondence.tone.lexicon import FILE

    if not any(FILE in book.resources.names("letters", tag) for tag in words.chain):
        return {"verdict": None, "findings": []}
    report = check_tone(f"{letter.subject}\n\n{letter.text}", words.tag, kind_of(letter.name), resources=book.resources)
    return {"verdict": report.verdict, "findings": [asdict(one) for one in report.findings]}


def _days(letter: str, facts: LetterFacts) -> Iterator[Finding]:
    """Find days that are promised and over, or reported and still to come."""
    points = [] if letter in _LOOKING_BACK else [one.day for one in facts.items]
    promised = [(name, getattr(facts, name)) for name in _AHEAD] + [("items", day) for day in points]
    promised += [("instalments", one.due) for one in facts.plan if letter == "plan-proposal"]
    for where, day in promised:
        if day is not None and day < facts.today:
            message = f"{day} lies before today, {facts.today}"
            yield Finding("day-past", message, where, "", "name a day from today on")
    reported = [("talk_day", facts.talk_day), ("concern_day", facts.concern.received if facts.concern else None)]
    for where, day in reported:
        if day is not None and day > facts.today:
            message = f"{day} lies after today, {facts.today}"
            yield Finding("day-in-future", message, where, "", "name a day that is over")


def _untrue(source: Source, client: str, letter: str, facts: LetterFacts) -> Iterator[Finding]:
    """Find what the letter would say and the book does not bear out."""
    if letter == "thanks" and not facts.payments:
        yield Finding("no-payment", "nothing was paid", "--client", "", "book the payment first: invoicing pay")
    if letter == "boundary" and not facts.incidents:
        yield Finding(
            "too-few-incidents",
            "0 of 1 incidents are in the log",
            client,
            "a limit is set on what was said",
            "log what was said, word for word",
            f'invoicing log add {client} --kind incident --words "…"',
        )
    if letter == "plan-proposal":
        yield from _unequal(facts)
    if letter == "complaint-acknowledgement":
        yield from _not_held(source, client, facts)


def _unequal(facts: LetterFacts) -> Iterator[Finding]:
    planned = total((one.amount for one in facts.plan), facts.currency)
    is_open = total((one.outstanding for one in facts.documents), facts.currency)
    if planned != is_open:
        yield Finding(
            "plan-sum",
            f"the instalments add up to {planned}, open are {is_open} {facts.currency}",
            "--instalment",
            "a plan settles the whole sum",
            "let them add up to what is open",
            f"--instalment {facts.today}={is_open}",
        )


def _not_held(source: Source, client: str, facts: LetterFacts) -> Iterator[Finding]:
    """The letter says that no reminder is sent for its document until the answer: that must be so."""
    until = facts.answer_day or facts.today
    for one in facts.documents[:1]:
        acts = read_acts(source, [one.number, client])
        holds = [*acts.holds[one.number], *acts.holds[client]]
        if acts.objections[one.number] or any(hold.until is None or hold.until >= until for hold in holds):
            continue
        yield Finding(
            "not-held",
            f"reminders of {one.number} go on before the answer",
            "--document",
            "a letter promises only what is so",
            "open a dispute, or hold the document until the day of the answer",
            f'invoicing dispute open {one.number} --words "…"',
        )
