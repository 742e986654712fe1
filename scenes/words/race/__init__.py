"""What only the race of optimizers says."""
