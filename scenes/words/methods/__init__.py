"""What is said of rules and steps, whatever the optimizer."""
