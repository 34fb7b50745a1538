"""The first run: language, demo or an account, look, the first keys; and the demo as a program of its own."""
