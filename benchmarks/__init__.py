"""One small file for each figure that docs/performance.md quotes; `./dev bench [NAME]` runs them. No part of the tests."""
