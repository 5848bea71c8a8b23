"""Letters whose form a country's law fixes, one file per country, named by its ISO 3166-1 code.

Each file has the constant LETTERS, a tuple of `Form`. The texts stand in ``letters/<lang>/<letter>.txt``, in the
country's languages and in English; in any other language the usual letter of the grade is written.
"""
