"""Maps of where descents end: a picture of pixels, the shares of basins, and a run by itself."""
