"""The scheduling service of an Intensive Outpatient Program.

Importing the package costs nothing: it loads no library and reads no setting.
"""

__version__ = "0.1.0"
