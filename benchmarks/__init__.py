"""How fast the bot is: each module measures one thing and says whether its target holds; no part of the bot."""
