"""What is offered, and every change of it: drafted, looked at, carried out, taken back."""
