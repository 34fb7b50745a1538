"""The command line: the same services as the window, a module per area. No Qt."""
