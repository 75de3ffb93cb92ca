"""A local Discord-compatible server and its page: the bot at work with no token and no internet; it knows nothing of the bot."""
