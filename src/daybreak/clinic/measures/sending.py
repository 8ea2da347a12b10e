"""How a message leaves the clinic: the interface that a sender keeps, and the two that are built in.

A sender for text messages is a class of the clinic's own; the setting ``sms_sender`` names it, "package.module.Class":

    class OurGateway:
        def send(self, letter: Letter) -> None:
            ...   # hand it to the gateway; raise NotSent("in one sentence") when it did not take it

It is made anew, without arguments, for each message; it may take a few seconds, and raises rather than wait for long.
A message that was refused is tried again later, so a sender need not try twice itself.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from django.conf import settings

from daybreak.clinic.measures.models import Way

CONSOLE, SMTP, OFF = "console", "smtp", "off"


@dataclass(frozen=True)
class Letter:
    """What is sent: an address or a telephone number, and words in which nobody is named."""

    to: str
    subject: str
    text: str


class NotSent(Exception):  # noqa: N818 - a message that did not go, not a fault of ours
    """The message was not taken; the text is a sentence for the people who run the clinic, without the address."""


class Sender(Protocol):
    """Whatever can hand over one letter."""

    def send(self, letter: Letter) -> None:
        """Hand it over, or raise NotSent."""


class ConsoleSender:
    """Writes the letter where the server was started: for a demonstration, where nobody is written to."""

    def send(self, letter: Letter) -> None:
        """Print it, without the address."""
        import sys

        sys.stdout.write(f"\n--- {letter.subject} ---\n{letter.text}\n---\n")
        sys.stdout.flush()


class SmtpSender:
    """Hands the letter to the clinic's own mail server."""

    def send(self, letter: Letter) -> None:
        """Send it as plain text."""
        from smtplib import SMTPException

        from django.core.mail import EmailMessage

        mail = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to])
        try:
            mail.send()
        except (SMTPException, OSError) as problem:
            raise NotSent(f"The mail server did not take it ({type(problem).__name__}).") from problem


def sender(way: str) -> Sender:
    """The clinic's sender for this way. Raises NotSent when there is none, or it cannot be loaded."""
    chosen = {Way.EMAIL: settings.EMAIL_SENDER, Way.SMS: settings.SMS_SENDER}.get(Way(way), OFF)
    if chosen == CONSOLE:
        return ConsoleSender()
    if chosen == SMTP:
        return SmtpSender()
    if "." in chosen:
        return _own(chosen)
    raise NotSent(f"This clinic has no way to send messages {Way(way).label}.")


def _own(dotted: str) -> Sender:
    module, _, name = dotted.rpartition(".")
    try:
        found: Sender = getattr(import_module(module), name)()
    except Exception as problem:
        raise NotSent(f"The sender {dotted} cannot be loaded ({type(problem).__name__}).") from problem
    return found
