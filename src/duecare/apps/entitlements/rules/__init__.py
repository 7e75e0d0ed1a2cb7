"""Pure rules of entitlements."""
