"""Orders that wait to be shipped: the list, and the report of many parcels at once."""
