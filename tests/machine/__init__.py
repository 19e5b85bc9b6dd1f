"""Patients, staff and the worker in any order, while time passes; after every step, every promise is asked about.

``everybody.py`` is the machine and names the rooms of its acts, ``world.py`` is the clinic that it begins with. Acts
are rules: each says who does what (``stage.py``) and what must come of it (``verdicts.py``). Promises are functions of
a step, in ``promises/``. What may be booked and whose turn it is are asked of a second opinion (``rule.py``,
``line.py``) that reads nothing but tables (``tables.py``).

A new act is one more rule. A long run: MACHINE_EXAMPLES=2000 MACHINE_STEPS=60 pytest tests/machine
"""
