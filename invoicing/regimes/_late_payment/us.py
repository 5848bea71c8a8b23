"""United States: no statutory rate is claimed; only what the contract says."""

from __future__ import annotations

from invoicing.domain.interest.law import InterestLaw, contract_only
from invoicing.regimes._late_payment._common import USURY

_RULE = contract_only(
    "contract; state law",
    "there is no federal statute for private invoices between businesses",
    USURY,
    "without a clause the law of the state may set a legal rate; state consumer law applies to consumers",
)

LATE_PAYMENT = InterestLaw(
    code="US",
    country="United States",
    business=_RULE,
    consumer=_RULE,
    public=_RULE,
    day_count_note="as agreed; 365 unless --day-count says otherwise",
    first_day="as agreed; here the day after the due date",
    sources=("clearreceivables.com", "legalclarity.org"),
    confidence="medium",
)
