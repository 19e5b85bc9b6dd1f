"""What staff open: who is short, who came, people with their plans, hours, reports, messages and the log."""
