"""Races between real processes, on both databases.

Each race is run twice: as a control, with its guard switched off, which must show the fault; and as the service is.
To add one: write what each process does as an ``Act`` (a use case, and the function before which it waits for the
others: when all have asked and none has written), hand the acts to ``race``, say in what words they may answer and
what must be true after it; then once more with ``within=`` a guard of ``guards.py``.
"""
