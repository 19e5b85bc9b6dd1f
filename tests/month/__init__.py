"""A month of a program in a minute: everybody acts, workers tick and die, the provider fails, and a judge looks.

``month.py`` lets the time pass, of which the seed says everything. ``turns.py`` lets one thread run at a time and
changes hands between any two statements; ``fate.py`` kills whoever is running, or cuts the connection; ``provider.py``
stands in for the provider of texts behind its official client. ``people.py`` is what patients and staff do in
``town.py``. ``judge.py`` knows what the provider accepted, what is in the tables and what stood there at that moment
(``witness.py``), and asks no rule of the service.
"""
