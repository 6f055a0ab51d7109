"""Template tags of the experience platform."""
