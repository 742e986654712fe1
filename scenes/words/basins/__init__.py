"""What only the story of the basins says."""
