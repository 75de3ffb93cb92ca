"""What people can do: one async method per thing a person can do, whole or not at all. Knows no Discord and no SQL."""
