"""The HTTP kit for all connectors: nothing else speaks HTTP, sleeps between tries or knows a status code."""
