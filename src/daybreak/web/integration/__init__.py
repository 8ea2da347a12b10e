"""The pages of integration: which doses are being worked through, by whom, until when."""
