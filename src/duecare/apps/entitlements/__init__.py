"""What a product supplied to a customer may do: signed, expiring files, suspended on one run a day."""
