"""The cards of order 360. Each is built once and refilled; a card whose content stayed the same is not touched."""
