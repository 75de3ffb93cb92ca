"""Asks a model outside, over an OpenAI-compatible endpoint, what an answer says."""
