"""Processes for heavy work, so that the bot's loop stays free and heavy libraries never load in its process."""
