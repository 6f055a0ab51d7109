"""Courses and events: announcement, registration with a fair waiting list, presence per evening, surveys."""
