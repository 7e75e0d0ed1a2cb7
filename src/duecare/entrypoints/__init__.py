"""Every way in. What is listed here is the attack surface."""
