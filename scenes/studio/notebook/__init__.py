"""Films in a notebook: asked for by a function, made in a process of their own, shown in the page."""
