"""Names the packages: those found below iopsched/, and migrations/, which travels as iopsched.migrations."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["iopsched", "iopsched.*"]),
        "iopsched.migrations",
        "iopsched.migrations.versions",
    ],
    package_dir={"iopsched.migrations": "migrations", "iopsched.migrations.versions": "migrations/versions"},
)
