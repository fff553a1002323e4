"""Money: the credits ledger, holds, prices, quotes and receipts. Imports `accounts` and `wire`, nothing above."""
