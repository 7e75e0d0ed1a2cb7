"""Usage logs of customers: kept by them, checked by us, asked about one identifier without naming it.

`group` and `proofs` are the mathematics, `entries` the format, `keeping` the reference logger that runs at the
customer, `checking` what we read off a log, `asking` the three papers of a blinded look-up. Nothing here needs Django,
a database or the rest of Duecare: a customer's engineers can take the folder as it is (it imports PyNaCl and
`duecare.kernel`). What each side learns: docs/explanation/usage-logs.md.
"""
