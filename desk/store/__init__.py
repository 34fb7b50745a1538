"""The store: the only room that knows SQL. One repository per aggregate; services call them inside a transaction."""
