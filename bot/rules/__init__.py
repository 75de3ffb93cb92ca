"""What is true: pure, synchronous rules. No clock, no dice, no I/O: time and randomness come in as arguments."""
