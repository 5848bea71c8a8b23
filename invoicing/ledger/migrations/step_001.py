"""The first schema: the chain, and the tables that answer queries.

`head` and `events` are the record. `files` is what still has to be written to the folder. All other tables can be made
again from the events (`rebuild`), and `verify` proves that they could. Amounts are whole minor units, days ISO texts.
"""

from __future__ import annotations

STATEMENTS = (
    "CREATE TABLE head (id {key} PRIMARY KEY, version {whole} NOT NULL, seq {whole} NOT NULL, hash {text} NOT NULL)",
    """
    CREATE TABLE events (
        seq {key} PRIMARY KEY, type {text} NOT NULL, date {text} NOT NULL, subject {text} NOT NULL, who {text} NOT NULL,
        digest {text} NOT NULL, previous {text} NOT NULL, hash {text} NOT NULL, salt {text}, body {text}
    )
    """,
    "CREATE INDEX events_subject ON events (subject, seq)",
    "CREATE TABLE files (path {text} PRIMARY KEY, sha256 {text} NOT NULL, bytes {bytes} NOT NULL)",
    """
    CREATE TABLE numbers (
        series {text} NOT NULL, period {text} NOT NULL, last {whole} NOT NULL, last_date {text} NOT NULL,
        PRIMARY KEY (series, period)
    )
    """,
    """
    CREATE TABLE clients (
        id {text} PRIMARY KEY, name {text} NOT NULL, country {text} NOT NULL, language {text} NOT NULL,
        debtor {text} NOT NULL, archived {whole} NOT NULL, bookmarked {whole} NOT NULL, profile {text} NOT NULL
    )
    """,
    # What is saved to be used again: an item, a recurring document.
    """
    CREATE TABLE records (
        kind {text} NOT NULL, id {text} NOT NULL, archived {whole} NOT NULL, body {text} NOT NULL,
        PRIMARY KEY (kind, id)
    )
    """,
    """
    CREATE TABLE documents (
        seq {key} PRIMARY KEY, number {text} NOT NULL UNIQUE, kind {text} NOT NULL, client {text} NOT NULL,
        currency {text} NOT NULL, country {text} NOT NULL, issue_date {text} NOT NULL, due_date {text},
        supply_date {text}, sign {whole} NOT NULL, net {whole} NOT NULL, tax {whole} NOT NULL, total {whole} NOT NULL,
        payable {whole} NOT NULL, due {whole} NOT NULL, preceding {text} NOT NULL, pdf_path {text} NOT NULL,
        pdf_sha256 {text} NOT NULL, language {text} NOT NULL, series {text} NOT NULL,
        period {text} NOT NULL, ordinal {whole}
    )
    """,
    "CREATE INDEX documents_client ON documents (client, seq)",
    """
    CREATE TABLE follows (
        number {text} NOT NULL REFERENCES documents (number), preceding {text} NOT NULL, PRIMARY KEY (number, preceding)
    )
    """,
    "CREATE INDEX follows_preceding ON follows (preceding, number)",
    """
    CREATE TABLE claims (
        document {text} NOT NULL REFERENCES documents (number), part {whole} NOT NULL, client {text} NOT NULL,
        currency {text} NOT NULL, due_date {text} NOT NULL, amount {whole} NOT NULL,
        outstanding {whole} NOT NULL CHECK (outstanding BETWEEN 0 AND amount), settled_on {text},
        PRIMARY KEY (document, part)
    )
    """,
    # Holds only what is open and all that aging and the list of the late read: neither touches a settled claim.
    """
    CREATE INDEX claims_open ON claims (client, currency, due_date, document, part, amount, outstanding)
    WHERE outstanding <> 0
    """,
    """
    CREATE TABLE payments (
        seq {key} PRIMARY KEY, id {text} NOT NULL UNIQUE, kind {text} NOT NULL, client {text} NOT NULL,
        currency {text} NOT NULL, amount {whole} NOT NULL,
        unallocated {whole} NOT NULL CHECK (unallocated BETWEEN 0 AND amount), fee {whole} NOT NULL,
        date {text} NOT NULL, method {text} NOT NULL, reference {text} NOT NULL, reversed_on {text}
    )
    """,
    "CREATE INDEX payments_client ON payments (client, seq)",
    "CREATE INDEX payments_credit ON payments (client, currency) WHERE unallocated <> 0",
    """
    CREATE TABLE allocations (
        seq {whole} NOT NULL, line {whole} NOT NULL, source_kind {text} NOT NULL, source {text} NOT NULL,
        document {text} NOT NULL, part {whole} NOT NULL, amount {whole} NOT NULL, date {text} NOT NULL,
        PRIMARY KEY (seq, line), FOREIGN KEY (document, part) REFERENCES claims (document, part)
    )
    """,
    "CREATE INDEX allocations_document ON allocations (document, part)",
    "CREATE INDEX allocations_source ON allocations (source)",
    """
    CREATE TABLE letters (
        seq {whole} NOT NULL, line {whole} NOT NULL, document {text} NOT NULL, part {whole} NOT NULL, grade {whole},
        letter {text} NOT NULL, kind {text} NOT NULL, date {text} NOT NULL, client {text} NOT NULL,
        language {text} NOT NULL, path {text} NOT NULL, sha256 {text} NOT NULL, plan {text} NOT NULL,
        outcome {text} NOT NULL, PRIMARY KEY (seq, line)
    )
    """,
    "CREATE INDEX letters_document ON letters (document, grade, date)",
    "CREATE INDEX letters_client ON letters (client, seq)",
    "CREATE TABLE keys (key {text} PRIMARY KEY, inputs {text} NOT NULL, result {text} NOT NULL, seq {whole} NOT NULL)",
    """
    CREATE TABLE acts (
        seq {key} PRIMARY KEY, type {text} NOT NULL, subject {text} NOT NULL, date {text} NOT NULL, until {text},
        who {text} NOT NULL, why {text} NOT NULL, open {whole} NOT NULL, body {text} NOT NULL,
        closed_by {whole}, closed_on {text}, outcome {text} NOT NULL
    )
    """,
    "CREATE INDEX acts_subject ON acts (subject, type, seq)",
    "CREATE INDEX acts_type ON acts (type, seq)",
    "CREATE INDEX acts_open ON acts (type, subject) WHERE open <> 0",
    "INSERT INTO head (id, version, seq, hash) VALUES (1, 0, 0, '" + "0" * 64 + "')",
)
