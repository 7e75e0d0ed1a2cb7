"""The product misuse investigation protocol: what is done in a sealed case, by whom, and what has to be there first.

Everything of it is an entry in the case's compartment of the investigation, sealed and signed like the others. There is
no table, and no record of the main database points to a case.
"""
