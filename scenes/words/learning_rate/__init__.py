"""What only the story of the learning rate says."""
