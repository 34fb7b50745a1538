"""eBay, by its REST APIs and by Trading."""
