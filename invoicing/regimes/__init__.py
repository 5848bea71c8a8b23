"""One file per country; `regime(code)` gives it, a country without a file gets a generic one that claims no law.

A new country is one file here, named by its ISO 3166-1 code in lower case, with the constant REGIME; its late-payment
law is one file in `late_payment/` with the constant LATE_PAYMENT.
"""
