"""What it looks like, with no Discord in it: view data becomes cards of Markdown and pictures. It decides nothing."""
