"""Who may be treated: the referral, what was answered, past trials, decisions, and the verdict they come to."""
