"""Pages with sliders: what a network's counts are at every setting of its symbols."""
