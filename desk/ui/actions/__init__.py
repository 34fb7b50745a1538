"""The window's commands: each stands once in `catalogue`, a screen binds it, and it feeds menus and keys."""
