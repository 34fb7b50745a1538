"""What agents do to an order at its channel besides shipping: cancel, refund, answer cases, write."""
