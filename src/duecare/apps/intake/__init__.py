"""Sealed reports and the cases that grow from them: who holds which key, and what may follow what.

Knows no other app. Nothing of it is written into the main database or enqueued as a job.
"""
