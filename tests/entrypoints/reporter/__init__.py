"""The reporter site through its own door: a process that is asked over HTTP."""
