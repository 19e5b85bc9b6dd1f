"""Whom we speak to: one medium a file, bytes and receipts; no rule, no store."""
