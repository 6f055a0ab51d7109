"""Forms of courses and events: the public ones (`registrations`, `surveys`), and those of staff."""
