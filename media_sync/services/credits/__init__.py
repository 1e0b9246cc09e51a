"""What things cost and who may spend: windows, caps, strikes, the ledger, and when a batch will be done."""
