"""The area of returns: the workbench, and one return as an agent works on it."""
