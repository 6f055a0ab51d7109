"""Reads of groups: what the public sees (`public`), members with their counters (`members`), staff pages (`staff`)."""
