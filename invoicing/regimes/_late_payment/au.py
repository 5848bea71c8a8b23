"""Australia: no statutory rate is claimed; only what the contract says."""

from __future__ import annotations

from invoicing.domain.interest.law import InterestLaw, contract_only
from invoicing.regimes._late_payment._common import USURY

_RULE = contract_only(
    "contract",
    "no statutory rate was found",
    USURY,
)

LATE_PAYMENT = InterestLaw(
    code="AU",
    country="Australia",
    business=_RULE,
    consumer=_RULE,
    public=_RULE,
    day_count_note="as agreed; 365 unless --day-count says otherwise",
    first_day="as agreed; here the day after the due date",
    sources=(),
    confidence="low: no source retrieved",
)
