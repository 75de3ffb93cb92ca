"""What runs inside the jail, and nothing else: it imports only itself and what a profile holds."""
