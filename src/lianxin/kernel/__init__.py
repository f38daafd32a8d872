"""The lowest layer: time, identifiers, partial dates, Chinese text, codes of the national standards, encryption.

Nothing here knows Django, a database or any other part of the product.
"""
