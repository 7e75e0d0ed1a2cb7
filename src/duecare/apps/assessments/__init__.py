"""Opportunities and due-diligence files: what is known, what is missing, what may go ahead."""
