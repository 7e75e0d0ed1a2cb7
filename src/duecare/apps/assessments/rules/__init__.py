"""Pure rules of the due-diligence file: answers to facts, flags, findings, severity, gate."""
