"""The pages of follow-up: one course, one check, one adverse event, and everything that is due in the clinic."""
