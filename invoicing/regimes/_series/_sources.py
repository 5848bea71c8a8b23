"""Where the rates were read: source keys of the row tables and what they stand for, collected 2026-11-21."""

from __future__ import annotations

SOURCES: dict[str, str] = {
    "agencefr": "agenceobjectifpaiement",
    "ameax": ("github:ameax/bgb-interest@8624a00:data/basiszins.json (Bundesbank API BBIN1 M.DE.BBK.BBKBAS2.EUR.ME)"),
    "andreani": "news.avvocatoandreani.it (2026H1)",
    "apcmc": "apcmc",
    "apollo": (
        "github:piazzaed/apollo-corpus@0c275e5:dati/tassi.json (each Italian row quotes its Gazzetta "
        "Ufficiale notice; ECB rows quote FM.B.U2.EUR.4F.KR.MRR_FR.LEV / MRR_MBR.LEV, checked there "
        "2026-09-23)"
    ),
    "at_git": "public repository, index id 68535098008 (1.53 since 2025-06-11)",
    "at_least_4_other_repositories": (
        "at least four further public repositories print 1.27 (H1 2026) and 1.52 (H2 2026); see the collection notes"
    ),
    "boe2020": "https://www.boe.es BOE-A-2019-18736",
    "bouwunie": "bouwunielimburg",
    "bpifrance": "bpifrance",
    "capitalizar": "capitalizar.pt",
    "delegum": (
        "public repository delegum (quotes BOE-A-2025-27201 and BOE-A-2026-14327; index ids 61436591801, 61374272996)"
    ),
    "dgtf": "dgtf.pt",
    "digineo": "github:digineo/verzugszinsen@a36bad5 rate file (to 2026-07-01)",
    "dineroseguro": "dineroseguro.info",
    "etaamb": "etaamb (Moniteur belge notices, 2012H2 and n2023041019)",
    "ideac": "ideacompliance (2018-2021H1)",
    "ie_gov": "https://enterprise.gov.ie late-payment interest table (2013-03-16 to 2024-07-01)",
    "inkoop": "inkoopgilde",
    "iqount": "iqount.nl",
    "larioja": "larioja.org (2013 first half, before and after RDL 4/2013)",
    "lexing": "https://lexing.law/avocats/penalites-retard-paiement/2014/03/25",
    "luxis": (
        "github:Apartsalan/luxis@afe6a1a:backend/alembic/versions/010_seed_interest_rates.py and "
        "s230_handelsrente_2026_07.py (quotes rijksoverheid.nl, 2026-07-20)"
    ),
    "medenam": "medenam",
    "metaalunie": "metaalunie (2024H2)",
    "oenb": "oenb.at press (2016)",
    "onvista": "onvista (2023-09 and 2024-09-12)",
    "payontime": "https://payontime.co.uk reference-rate table (2011H1-2024H1)",
    "peti": "github:peti/hledger-interest@5560aa5 Rate.hs (to 2024H2, misses 2018H2)",
    "phc": "phc-expert",
    "pt_other": "Portuguese rate notices (2014H2, 2019H1, 2021H1), see the collection notes",
    "raad": "https://www.raadvanarbitrage.nl wettelijke rente tables",
    "redclaimer": "redclaimer (ES table 2021H1-2024H1)",
    "rentetool": "github:Matthi-code/rentetool@4e0d98a:docs/03_rentetabel.csv",
    "resofly": "public SQL seed 'ResoFly', index id 67432611974",
    "ro_calc": "public page source 'Calculator Dobanda Legala 2026', index id 55440117148 (Feb 2026, 6.50)",
    "ro_news": (
        "idrept, contaconect, ziarelive, ziare-pe-net, mediafax (2024-08), stirileprotv (2025-05), "
        "realitateafinanciara (2025-10), luba.ro/condica/ziarullumina (2026-01-19)"
    ),
    "sage_es": "sage.com (ES)",
    "smk": "smkaccountants",
    "solidbau": "https://solidbau.at/wissen-service/verzugszinsen-ein-nicht-zu-unterschaetzender-faktor/",
    "statuterates_ecb": (
        "github:artwisdom/statuterates@41955d0 ecb-main-refinancing-rate.json, "
        "eu-late-payment-reference.json (ECB CSV endpoint, retrieved 2026-08-22)"
    ),
    "statuterates_uk": (
        "github:artwisdom/statuterates@41955d0 uk-late-payment-commercial.json, boe-bank-rate.json "
        "(2015H2-2026H2, retrieved 2026-08-22)"
    ),
    "studiogelasio": "studiogelasio (2023H2)",
    "studiotisi": "studiotisi (2025H1)",
    "techreck": (
        "github:TechReckoning/avocat-calculat@0c9962c:js/bnr-rates.json (change points 2003-01-08 to 2024-08-08)"
    ),
    "tesoro": "https://studylib.es/doc/5259268 (Tesoro table of tipos legales de interes de demora)",
    "trendstop": "trendstop (year inferred)",
    "unind": "un-industria.it table of tassi di mora to 2013H1",
    "vanostaeyen": "vanostaeyen.eu",
    "vdkraan": "vdkraan.nl",
}
