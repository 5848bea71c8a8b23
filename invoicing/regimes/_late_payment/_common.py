"""What several jurisdictions share: the Directive's words and the reasons why a claim is refused."""

from __future__ import annotations

from invoicing.domain.interest.law import CONTRACT_REMEDY, InterestRule

DIRECTIVE = "https://www.legislation.gov.uk/eudr/2011/7/article/4"
DIRECTIVE_SUMMARY = "EUR-Lex summary of Directive 2011/7/EU (mi0074)"
DAY_COUNT_OPEN = "the law names none; every calculator seen divides by 365; --day-count takes another"
DAY_COUNT_UNKNOWN = "none was found in the law; 365 is this tool's choice; --day-count takes another"
USURY = "the law of usury may limit the rate; this tool claims no ceiling: have the clause checked"


def no_consumer_rate(
    law: str, citation: str, reason: str = "the business rate is not owed by consumers"
) -> InterestRule:
    """Write the rule for consumers where the law collected here gives no rate against them."""
    return InterestRule(
        law, citation, reason=f"{reason}, and no rate against consumers was found", remedy=CONTRACT_REMEDY
    )
