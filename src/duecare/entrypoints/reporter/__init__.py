"""Where anybody reports and comes back: no script, no account, no trace of who asks.

Reaches `apps.intake`, adapters and kernel, and no other app.
"""
