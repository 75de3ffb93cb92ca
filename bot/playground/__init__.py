"""A local Discord-compatible server and its page: no token, no internet; it knows nothing of the bot it serves."""
