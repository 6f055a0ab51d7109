"""The portal's database engine (`ENGINE` in the settings): Django's, with a cheaper look at a kept connection."""
