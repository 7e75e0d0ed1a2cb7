"""Programs that the bench runs in the environment of what it measures against; nothing here imports the product."""
