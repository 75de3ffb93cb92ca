"""Evidence by scikit-learn: which questions are alike; it decides nothing and never loads in the bot's own process."""
