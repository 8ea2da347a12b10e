"""The pages of alerts: who holds what until when, the assessment that ends it, who is on call, what patients read."""
