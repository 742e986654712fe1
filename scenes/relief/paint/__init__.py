"""How a frame of sheets, lines and balls is painted: arrays and cairo, no mobjects. Private to relief."""
