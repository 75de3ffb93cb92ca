"""The chat room: speaks with people on Discord and decides nothing; the only room that knows discord.py."""
