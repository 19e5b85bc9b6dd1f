"""What patients text: taken in, understood, carried out, answered."""
