"""No tables: an investigation stands in the sealed entries of its case (see `apps/intake/models.py`)."""
