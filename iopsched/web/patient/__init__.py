"""What patients open: their week, plan, seats, calendars, messages and all that is kept of them."""
