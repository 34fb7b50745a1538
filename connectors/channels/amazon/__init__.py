"""Amazon by the Selling Partner API."""
