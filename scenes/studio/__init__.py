"""What runs stories: it turns a name and parameters into a published video, and knows no mathematics."""
