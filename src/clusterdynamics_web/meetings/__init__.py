"""Meetings of the Loop Network: series, talks, registration, minutes, calendars."""
