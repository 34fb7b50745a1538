"""One folder a channel. Nobody imports this package by name: connectors.registry finds the folders."""
