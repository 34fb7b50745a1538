"""One function per sentence an agent would say. No Qt, no SQL; window and command line call the same ones."""
