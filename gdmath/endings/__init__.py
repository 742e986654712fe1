"""What a run showed, read off its points."""
