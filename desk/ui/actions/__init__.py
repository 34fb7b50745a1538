"""The window's commands: each stands once in `catalogue`, is bound by the screen that can do it, and feeds menus and keys."""
