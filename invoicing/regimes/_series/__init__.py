"""Rate series: one file each with the constant SERIES, its rows as they were published and where they were read.

The folder's name starts with an underscore because it is no country.
"""
