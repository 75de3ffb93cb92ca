"""Holdout: a Discord bot that prepares people for machine-learning-engineer interviews."""

__version__ = "0.1.0"
