"""What stories are told about: parameters in, descents and facts out; arrays, and no Manim."""
