"""A small file for each figure that docs/performance.md quotes: `./dev bench [NAME]`. No part of the tests."""
