"""The contract as data: tables, requirement register, statements, ledger and test documents.

Neutral ground between the suite and the reference.
It knows no wire, judges nothing and looks at no pixel.
"""
