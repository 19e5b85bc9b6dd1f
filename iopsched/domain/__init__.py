"""What is true: frozen values and rules; the standard library only, no clock, no I/O."""
