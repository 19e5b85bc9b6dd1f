"""Calendars that apps read, and files that calendars open."""
