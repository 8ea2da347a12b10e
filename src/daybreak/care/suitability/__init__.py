"""Who may be treated: what is asked, which answers make a rule speak, and the verdict they come to."""
