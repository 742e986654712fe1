"""What is said beside a film, in a pack: titles of stories and chapters, and the words of its page."""
