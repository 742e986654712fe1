"""What only the regression says."""
