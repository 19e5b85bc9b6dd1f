"""What goes out to patients: written, composed, sent, followed to its end, stopped."""
