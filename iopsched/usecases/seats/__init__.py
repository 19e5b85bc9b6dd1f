"""One seat: booked, exchanged, given up, kept, waited for, given by staff."""
