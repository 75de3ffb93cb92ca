"""How the properties of the rules are tried: without a deadline, since a shared machine may be slow at any moment."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
