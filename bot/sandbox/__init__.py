"""The sandbox: runs code of questions in processes of its own and gives a value back; the bot's process runs none."""
