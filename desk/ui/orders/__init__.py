"""The orders screen: results of the one field, order 360 and the ship dialog."""
