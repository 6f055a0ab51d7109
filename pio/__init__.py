"""The portal of a relatives' centre."""
