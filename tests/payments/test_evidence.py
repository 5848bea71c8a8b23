"""What is sent to the bank, by reason, and the limits. Source: docs.stripe.com/disputes and the SDK's definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_type_hints

import pytest

from invoicing.domain.errors import Refused
from invoicing.payments import stripe_objects as objects
from invoicing.payments.evidence import (
    BANK_REASONS,
    FILE_FIELDS,
    LONG_TEXTS,
    NESTED,
    SHORT_TEXTS,
    Case,
    EvidenceFile,
    Record,
    advise,
    draft,
    file_findings,
    staged_params,
    story,
    text_findings,
)

PDF = b"%PDF-1.7 "
FULL = Case(
    description="Design of a logo",
    service_start=date(2026, 9, 1),
    service_end=date(2026, 9, 30),
    customer_name="Ana Pop",
    customer_email="ana@example.com",
    billing_address="Cluj",
    purchase_ip="192.0.2.7",
    agreed=(Record(date(2026, 8, 30), "Quote Q-3 accepted", "signed"),),
    delivered=(Record(date(2026, 9, 30), "Files handed over"),),
    talk=(Record(date(2026, 10, 2), "E-mail", "the client thanks for the files"),),
    access=(Record(date(2026, 10, 1), "Portal opened", "192.0.2.7"),),
    payments=(Record(date(2026, 9, 2), "Paid 120.00 EUR"),),
    refunds=(Record(date(2026, 10, 5), "Refunded 20.00 EUR"),),
    refund_policy_shown="On the quote, page 2",
    refund_refusal="The work was accepted",
    cancellation_policy_shown="On the quote, page 3",
    cancellation_rebuttal="Never cancelled",
    other_charge="ch_2",
    other_charge_differs="Invoice 8 is for October",
    tried_to_resolve=True,
)
BASE = objects.dispute_of(
    {"id": "dp_1", "status": "needs_response", "amount": 100, "currency": "eur", "reason": "general",
     "evidence_details": {"due_by": 1_796_209_610}}
)  # fmt: skip


def test_our_list_of_fields_is_the_sdks() -> None:
    """Every field of `evidence` in stripe 16.1 is known as long text, short text, file or nested."""
    from stripe.params._dispute_update_params import DisputeUpdateParamsEvidence

    assert get_type_hints(DisputeUpdateParamsEvidence).keys() == LONG_TEXTS | SHORT_TEXTS | FILE_FIELDS | NESTED


@pytest.mark.parametrize(
    ("reason", "file_field", "texts"),
    [
        ("product_not_received", "service_documentation", {"service_date", "access_activity_log"}),
        ("product_unacceptable", "service_documentation", {"refund_policy_disclosure", "product_description"}),
        ("credit_not_processed", "uncategorized_file", {"refund_refusal_explanation", "cancellation_rebuttal"}),
        ("subscription_canceled", "service_documentation", {"cancellation_rebuttal", "cancellation_policy_disclosure"}),
        ("duplicate", "duplicate_charge_documentation", {"duplicate_charge_id", "duplicate_charge_explanation"}),
        ("fraudulent", "service_documentation", {"customer_purchase_ip", "billing_address"}),
        ("unrecognized", "service_documentation", {"customer_purchase_ip", "billing_address"}),
        ("general", "uncategorized_file", {"uncategorized_text"}),
        ("a_reason_of_2027", "uncategorized_file", {"uncategorized_text"}),
    ],
)
def test_the_fields_that_win_for_a_reason_are_filled(reason: str, file_field: str, texts: set[str]) -> None:
    """The tables for services, "offline service" and "digital"."""
    made = draft(reason, FULL)
    assert made.file_field == file_field
    assert made.texts.keys() >= texts | {"product_description", "customer_name", "uncategorized_text"}
    assert made.missing == ()
    assert text_findings(made.texts) == ()


def test_only_what_bears_on_the_claim_is_sent() -> None:
    """A bank needs no IP address for a quarrel about a refund."""
    assert "customer_purchase_ip" not in draft("credit_not_processed", FULL).texts
    assert "duplicate_charge_id" not in draft("product_not_received", FULL).texts


def test_what_the_book_does_not_hold_is_named_and_never_invented() -> None:
    """An empty case gives no text at all, and a finding for each field that counts."""
    made = draft("duplicate", Case())
    assert made.texts == {}
    assert [one.where for one in made.missing] == ["duplicate_charge_id", "duplicate_charge_explanation"]
    assert [one.where for one in draft("product_not_received", Case()).missing] == [
        "service_date",
        "access_activity_log",
        "service_documentation",
    ]


def test_the_story_is_told_in_order_of_days() -> None:
    """Agreement, payment, delivery, access, talk, refund; and what the customer did first."""
    lines = story(FULL).splitlines()
    assert [line[:10] for line in lines[:6]] == [
        "2026-08-30",
        "2026-09-02",
        "2026-09-30",
        "2026-10-01",
        "2026-10-02",
        "2026-10-05",
    ]
    assert lines[0] == "2026-08-30: Quote Q-3 accepted: signed"
    assert "contacted us before" in lines[-1]
    assert "did not try" in story(replace(FULL, tried_to_resolve=False))
    assert "instalments of one purchase" in story(replace(FULL, instalments=True))
    assert draft("general", replace(FULL, service_end=FULL.service_start)).texts["service_date"] == "2026-09-01"


@pytest.mark.parametrize(
    ("evidence", "codes"),
    [
        ({"uncategorized_text": "x" * 20_000}, []),
        ({"uncategorized_text": "x" * 20_001}, ["evidence-too-long"]),
        ({"customer_name": "x" * 5_000}, []),
        ({"customer_name": "x" * 5_001}, ["evidence-too-long"]),
        (dict.fromkeys(LONG_TEXTS, "x" * 19_000), ["evidence-too-long"]),  # 8 x 19 000 = 152 000 together
        (dict.fromkeys(LONG_TEXTS, "x" * 18_750), []),  # 150 000
        ({"enhanced_evidence": {"visa_compliance": {"fee_acknowledged": True}}}, []),
        ({"uncategorised_text": "x"}, ["evidence-unknown-field"]),
    ],
)
def test_texts_beyond_a_limit_are_found(evidence: dict[str, object], codes: list[str]) -> None:
    """20 000 for long fields, 5 000 for the rest, 150 000 together."""
    assert [one.code for one in text_findings(evidence)] == codes


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ([EvidenceFile("receipt", "a.pdf", PDF, 14)], []),
        ([EvidenceFile("receipt", "a.pdf", PDF, 15)], ["evidence-many-pages"]),
        ([EvidenceFile("receipt", "a.pdf", PDF, 19)], ["evidence-many-pages"]),
        ([EvidenceFile("receipt", "a.pdf", PDF, 20)], ["evidence-too-many-pages"]),
        ([EvidenceFile("receipt", "a.pdf", PDF.ljust(4_500_000), 1)], []),
        ([EvidenceFile("receipt", "a.pdf", PDF.ljust(4_500_001), 1)], ["evidence-too-large"]),
        (
            [
                EvidenceFile("receipt", "a.pdf", PDF.ljust(2_300_000)),
                EvidenceFile("refund_policy", "a.pdf", PDF.ljust(2_300_000)),
            ],
            ["evidence-too-large"],  # one file in two fields counts twice
        ),
        ([EvidenceFile("receipt", "a.pdf", PDF), EvidenceFile("receipt", "b.pdf", PDF)], ["evidence-field-twice"]),
        ([EvidenceFile("receipt", "a.docx", b"PK\x03\x04")], ["evidence-format"]),
        ([EvidenceFile("receipts", "a.jpg", b"\xff\xd8\xff\xe0")], ["evidence-unknown-field"]),
    ],
)
def test_files_beyond_a_limit_are_found(files: list[EvidenceFile], codes: list[str]) -> None:
    """4.5 MB and 19 pages for all together, warned from 15; PDF, PNG, JPEG by content; one file for each field."""
    assert [one.code for one in file_findings(files)] == codes


def test_the_parameters_never_submit() -> None:
    """`submit` is always there and false; a warning does not stop, a broken limit does."""
    file = EvidenceFile("service_documentation", "a.pdf", PDF, 16, "file_1")
    params = staged_params(draft("product_not_received", FULL), [file])
    assert params["submit"] is False
    assert isinstance(params["evidence"], dict)
    assert params["evidence"]["service_documentation"] == "file_1"
    with pytest.raises(Refused) as caught:
        staged_params(draft("general", FULL), [replace(file, pages=20)])
    assert caught.value.code == "evidence-too-many-pages"


@pytest.mark.parametrize(
    ("changes", "course"),
    [
        ({}, "answer"),
        ({"open": False, "raw": "won"}, "closed"),
        ({"network": "cartes_bancaires"}, "cannot-contest"),
        ({"submissions": 1}, "too-late"),
        ({"due_by": None}, "too-late"),
        ({"reason": "noncompliant"}, "costs-a-fee"),
        ({"kind": "inquiry"}, "refund-or-answer"),
        *(({"reason": reason}, "ask-anew") for reason in sorted(BANK_REASONS)),
    ],
)
def test_not_every_dispute_is_answered(changes: dict[str, object], course: str) -> None:
    """Bank reasons, Cartes Bancaires, compliance cases and closed ones each have their own way."""
    advice = advise(replace(BASE, **changes))  # type: ignore[arg-type]
    assert advice.course == course
    assert advice.why
