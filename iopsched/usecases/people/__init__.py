"""Patients and staff: taken in, changed, merged, archived, signed in, looked at, and the log of it."""
