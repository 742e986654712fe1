"""What the stories and `descent trace` say, one file a language."""
