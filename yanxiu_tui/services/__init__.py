"""What a person does: one function is one act, in one transaction, permitted and traced."""
