"""Questionnaires answered: invitations by link, responses, scores."""
