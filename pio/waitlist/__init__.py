"""The one queue-and-offer engine: places, a first-come waiting list, and offers whose clock sleeps at night."""
