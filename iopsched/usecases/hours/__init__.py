"""Hours attended: arrivals, attendance, the ledger, what comes due, reports and letters."""
