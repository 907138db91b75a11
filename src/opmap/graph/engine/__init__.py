"""Which aspects fall with which, exactly, on circles too: one scenario hour by hour, or thousands at once."""
