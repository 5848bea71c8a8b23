"""The closed set of slots a letter may use. Whoever writes a letter reads this table; nothing else exists.

A letter is a text file: ``Subject: …`` on the first line, an empty line, then paragraphs divided by empty lines. Lines
of one paragraph are joined. A paragraph whose lines start with ``- `` is a list, with ``1. `` a numbered list. Slots
stand in ``{{ }}``; ``{% if slot %}`` asks whether it is filled; printing an empty slot refuses the letter.

Kinds of slots: *text* (ready to print, in the letter's language), *flag* (true or false), *number* (only for
conditions), *list* (of texts), *rows* (things with named texts, see `ROWS`), *block* (a table or box that must stand
alone as a paragraph), *function*.

To address one person or several: ``{% if consumer %}`` (a private person) and ``{% if named %}`` (the letter opens with
a name). One or several documents: ``{% if several %}``.
"""

from __future__ import annotations

from typing import NamedTuple


class Slot(NamedTuple):
    """One slot: its name, kind, an example in English, and what it holds."""

    name: str
    kind: str
    example: str
    meaning: str


SLOTS: tuple[Slot, ...] = (
    # people
    Slot("salutation", "text", "Dear Ms Jansen,", "opens the letter; always the first paragraph"),
    Slot("closing", "text", "Yours sincerely,", "closes it; formal from the final notice on"),
    Slot("sender", "text", "Giulia Bianchi", "who signs"),
    Slot("sender_role", "text", "Accounts", "the signer's function"),
    Slot("seller", "text", "Studio Bianchi S.r.l.", "our name"),
    Slot("seller_address", "text", "Via Roma 1, 20121 Milano, Italy", "our address in one line"),
    Slot("seller_id", "text", "P. IVA IT01234567897", "our VAT or register number, with its label"),
    Slot("seller_number", "text", "0123.456.749", "our register number alone, else the VAT number without its country"),
    Slot("client", "text", "Jansen B.V.", "the client's name"),
    Slot("client_address", "text", "Keizersgracht 1, 1015 CN Amsterdam", "the client's address in one line"),
    Slot("client_id", "text", "VAT no. NL123456789B01", "the client's VAT or register number, with its label"),
    Slot("reply_to", "text", "giulia@studio.it or +39 02 1234567", "our e-mail address and phone number"),
    Slot("email", "text", "giulia@studio.it", "our e-mail address"),
    Slot("phone", "text", "+39 02 1234567", "our phone number"),
    Slot("consumer", "flag", "", "the client is a private person"),
    Slot("public", "flag", "", "the client is a public body"),
    Slot("named", "flag", "", "the letter opens with a person's name"),
    Slot("today", "text", "5 June 2026", "the day of the letter"),
    # documents
    Slot("documents", "rows", "", "what the letter asks for"),
    Slot("document", "rows", "", "the first of them, for letters about one"),
    Slot("several", "flag", "", "more than one document is asked for"),
    Slot("numbers", "text", "2026-0012, 2026-0015 and 2026-0019", "all their numbers"),
    Slot("documents_table", "block", "", "number, date, due date, open sum (and interest), with the total"),
    Slot("also_open", "rows", "", "further open documents, mentioned without consequence"),
    Slot("also_open_table", "block", "", "the same as a table"),
    Slot("total_open", "text", "€1,234.00", "sum open on the documents asked for"),
    Slot("total_due", "text", "€1,310.40", "the same with interest, compensation and costs"),
    Slot("also_open_total", "text", "€400.00", "sum of also_open"),
    Slot("payments", "rows", "", "payments taken into account"),
    Slot("received", "text", "€100.00 on 2 November 2026 and €50.00 on 9 November 2026", "the same in a sentence"),
    Slot("credit", "text", "€50.00", "credit in the client's favour"),
    Slot("earlier", "rows", "", "letters already sent"),
    Slot("earlier_days", "text", "5 May 2026 and 20 May 2026", "the days of those letters"),
    # what is claimed besides
    Slot("interest", "text", "€36.40", "interest up to today"),
    Slot("rate", "text", "10.15%", "the yearly rate in force today"),
    Slot("daily_interest", "text", "€0.34", "interest for one further day"),
    Slot("compensation", "text", "€40.00", "fixed compensation by law"),
    Slot("costs", "text", "€40.00", "collection costs that are due already"),
    Slot("costs_if_late", "text", "€97.50", "costs that fall due only when the term passes; not in total_due"),
    Slot("costs_tax", "text", "€20.48", "VAT on costs_if_late, only if not deductible"),
    Slot("costs_if_late_total", "text", "€117.98", "both together"),
    Slot("interest_table", "block", "", "interest itemised by document, days and rate"),
    Slot("provisional", "flag", "", "the interest rests on a rate that is not published yet"),
    Slot("law", "text", "arts 4 and 5 of Italian D.Lgs. 231/2002", "citation for the interest, else the agreement"),
    Slot("law_of_compensation", "text", "art. 6 of Italian D.Lgs. 231/2002", "citation for the compensation"),
    Slot("law_of_costs", "text", "art. 6:96 BW, Dutch Civil Code", "citation for the costs"),
    Slot("legal", "list", "", "paragraphs of legal.toml the case asks for"),
    # what is asked
    Slot("deadline", "text", "20 June 2026", "pay by"),
    Slot("term", "text", "14 days", "the same as a number of days"),
    Slot("pay_box", "block", "", "bank data, reference, link and QR code"),
    Slot("pay_link", "text", "https://pay.example/abc", "payment page"),
    Slot("iban", "text", "IT60 X054 2811 1010 0000 0123 456", "our IBAN, or account number"),
    Slot("payment_reference", "text", "2026-0012", "what to write on the payment"),
    Slot("next_step", "text", "send you a formal final notice", "what we do next; completes 'we will …'"),
    Slot("next_step_day", "text", "22 June 2026", "the day of it"),
    Slot("means_of_delivery", "text", "By registered post", "how it travels; above the subject of a final notice"),
    # agreements
    Slot("agreement", "text", "our agreement of 3 March 2026, section 4", "the written basis"),
    Slot("spoken_agreement", "text", "Ms Lee and you agreed on 3 March in York …", "an agreement by word of mouth"),
    Slot("work", "text", "the new website", "what the work is"),
    Slot("promise_given", "text", "8 June 2026", "day the client gave a promise"),
    Slot("promise_day", "text", "15 June 2026", "day promised"),
    Slot("promise_amount", "text", "€500.00", "sum promised"),
    Slot("plan", "rows", "", "instalments"),
    Slot("plan_table", "block", "", "the same as a table"),
    Slot("plan_count", "text", "3 instalments", "their number"),
    Slot("plan_total", "text", "€1,234.00", "their sum"),
    Slot("plan_open", "text", "€834.00", "what of the plan is not paid yet"),
    Slot("missed_day", "text", "1 July 2026", "due day of the instalment that did not come"),
    Slot("missed_amount", "text", "€400.00", "its amount"),
    Slot("acceptance_slip", "block", "", "lines to sign and send back"),
    Slot("deposit", "text", "€600.00", "deposit asked or held"),
    Slot("deposit_share", "text", "20%", "the same as a share of the price"),
    # talk
    Slot("concern", "text", "the logo is not centred", "how we understand the concern"),
    Slot("concern_words", "text", "This is not what I ordered", "the client's own words, without quotation marks"),
    Slot("concern_day", "text", "3 June 2026", "day it reached us"),
    Slot("items", "rows", "", "points with what we do and by when"),
    Slot("items_list", "block", "", "the same as a numbered list: issue, action, day"),
    Slot("several_items", "flag", "", "more than one point"),
    Slot("request", "text", "delivery on a Sunday", "what was asked for and cannot be"),
    Slot("reason", "text", "we are closed on Sundays", "why"),
    Slot("fixed", "text", "the fee of €1,200", "what is not open to negotiation"),
    Slot("alternatives", "list", "", "other ways we offer"),
    Slot("alternatives_list", "block", "", "the same as a list"),
    Slot("questions_list", "block", "", "what we need to know, as a list"),
    Slot("points_list", "block", "", "what was said or agreed, as a list"),
    Slot("talk_day", "text", "2 June 2026", "day of the talk"),
    Slot("talk", "text", "our telephone call", "what kind of talk it was"),
    Slot("answer_day", "text", "10 June 2026", "by when an answer comes, from us or from the client"),
    Slot("follow_up", "text", "24 June 2026", "day we check whether it worked"),
    Slot("incidents", "rows", "", "what happened, for a boundary or an end"),
    Slot("incidents_list", "block", "", "the same as a list"),
    Slot("next_contact", "text", "6 June 2026", "day of our next contact"),
    Slot("next_contact_time", "text", "10:00", "and its hour"),
    # pause and end
    Slot("pause_day", "text", "25 June 2026", "first day without work"),
    Slot("resume_day", "text", "1 July 2026", "day the work goes on"),
    Slot("end_day", "text", "31 July 2026", "last day of the agreement"),
    Slot("handover", "rows", "", "what is handed over"),
    Slot("handover_list", "block", "", "the same as a list with days"),
    Slot("files_day", "text", "24 July 2026", "day the client has all files"),
    Slot("last_invoice_day", "text", "31 July 2026", "day of the last invoice"),
    Slot("enclosures", "list", "", "what is enclosed"),
    # functions
    Slot("phrase", "function", 'phrase("reply")', "a sentence of phrases.toml"),
    Slot("law_text", "function", 'law_text("it-interest")', "a paragraph of legal.toml"),
    Slot("country", "function", 'country("IT")', "the name of a country"),
)

ROWS: dict[str, tuple[str, ...]] = {
    "documents": ("number", "title", "name", "issued", "due", "total", "open", "interest", "days_late", "subject"),
    "payments": ("day", "amount"),
    "earlier": ("title", "day"),
    "plan": ("due", "amount", "paid"),
    "items": ("issue", "action", "day"),
    "incidents": ("day", "text", "words"),
}
"""The texts each row has; ``also_open`` and ``document`` are like documents, ``handover`` like items.

`title` reads ``Invoice`` and `name` ``invoice``; `days_late` reads ``12 days``; `paid` is a flag; the
others are texts, or empty.
"""

ROW_SLOTS: dict[str, str] = {
    "documents": "documents",
    "document": "documents",
    "also_open": "documents",
    "payments": "payments",
    "earlier": "earlier",
    "plan": "plan",
    "items": "items",
    "handover": "items",
    "incidents": "incidents",
}
"""Which shape of `ROWS` a slot of kind rows has."""

NAMES: frozenset[str] = frozenset(slot.name for slot in SLOTS)
