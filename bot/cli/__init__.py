"""The terminal: reads what is typed, calls what wiring hands in, prints; it knows no other room than those below it."""
