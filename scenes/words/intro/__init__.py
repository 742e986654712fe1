"""What only the introduction says."""
