"""United Kingdom: Bank Rate, day by day.

Per cent a year; change points.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="gb-boe-changes",
    title="United Kingdom: Bank Rate, day by day",
    kind="change points",
    rows=read_rows("""
        2015-01-02 2016-08-03 0.50 statuterates_uk one_source
        2016-08-04 2017-11-01 0.25 statuterates_uk one_source
        2017-11-02 2018-08-01 0.50 statuterates_uk one_source
        2018-08-02 2020-03-10 0.75 statuterates_uk one_source
        2020-03-11 2020-03-18 0.25 statuterates_uk one_source
        2020-03-19 2021-12-15 0.10 statuterates_uk one_source
        2021-12-16 2022-02-02 0.25 statuterates_uk one_source
        2022-02-03 2022-03-16 0.50 statuterates_uk one_source
        2022-03-17 2022-05-04 0.75 statuterates_uk one_source
        2022-05-05 2022-06-15 1.00 statuterates_uk one_source
        2022-06-16 2022-08-03 1.25 statuterates_uk one_source
        2022-08-04 2022-09-21 1.75 statuterates_uk one_source
        2022-09-22 2022-11-02 2.25 statuterates_uk one_source
        2022-11-03 2022-12-14 3.00 statuterates_uk one_source
        2022-12-15 2023-02-01 3.50 statuterates_uk one_source
        2023-02-02 2023-03-22 4.00 statuterates_uk one_source
        2023-03-23 2023-05-10 4.25 statuterates_uk one_source
        2023-05-11 2023-06-21 4.50 statuterates_uk one_source
        2023-06-22 2023-08-02 5.00 statuterates_uk one_source
        2023-08-03 2024-07-31 5.25 statuterates_uk one_source
        2024-08-01 2024-11-06 5.00 statuterates_uk one_source
        2024-11-07 2025-02-05 4.75 statuterates_uk one_source
        2025-02-06 2025-05-07 4.50 statuterates_uk one_source
        2025-05-08 2025-08-06 4.25 statuterates_uk one_source
        2025-08-07 2025-12-17 4.00 statuterates_uk one_source
        2025-12-18 open       3.75 statuterates_uk one_source
    """),
)
