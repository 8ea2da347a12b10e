"""Whether the log is whole: walks the chain once and names every break in a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from daybreak.clinic.audit import anchors, chain, rows
from daybreak.clinic.audit.anchors import Anchor, Unreadable
from daybreak.clinic.audit.models import AuditEvent, AuditHead

_MOST = 200
"""Problems told one by one, and changed events compared with each other; beyond that, the log is past telling."""


@dataclass(frozen=True)
class Verification:
    """What the walk found. ``head`` is the last event's number and hash, to be kept outside, or None without one."""

    ok: bool
    events: int
    problems: tuple[str, ...]
    head: Anchor | None
    anchors: int = 0
    """How many anchors kept outside the database the log was compared with."""


def verify(kept: Iterable[str] = ()) -> Verification:
    """Walks the whole log, in constant memory but for the anchors; other people may go on writing meanwhile.

    ``kept``: lines "seq mac at" from elsewhere, compared together with those of the anchor file.
    """
    walk = _Walk(chain.key())
    walk.expect(_anchors(kept))
    head = AuditHead.objects.first()
    while head is not None:
        walk.through(rows.events(walk.last_seq, head.seq))
        latest = AuditHead.objects.first()
        if latest is None or latest.seq == head.seq:
            walk.past_the_end(head)
            break
        head = latest
    else:
        walk.through(rows.events(0, None))
    return walk.result(head)


def _anchors(kept: Iterable[str]) -> Iterator[tuple[str, Anchor | Unreadable]]:
    for anchor in anchors.parse(kept):
        yield "the given anchors", anchor
    path = anchors.file()
    if path is not None and path.exists():
        with path.open(encoding="ascii", errors="replace") as lines:
            for anchor in anchors.parse(lines):
                yield "the anchor file", anchor


@dataclass
class _Walk:
    """One pass over the chain: what is expected next, and what did not hold."""

    secret: bytes
    events: int = 0
    last_seq: int = 0
    last_mac: str = chain.GENESIS
    problems: list[str] = field(default_factory=list)
    foreign: list[tuple[chain.Link, str]] = field(default_factory=list)
    foreign_count: int = 0
    last_genuine: bool = True
    kept: dict[int, set[Anchor]] = field(default_factory=dict)
    compared: int = 0

    def expect(self, found: Iterable[tuple[str, Anchor | Unreadable]]) -> None:
        """Remembers the anchors to be met on the way."""
        for where, anchor in found:
            if isinstance(anchor, Unreadable):
                self.problems.append(f"Line {anchor.line} of {where} cannot be read: it was damaged or changed.")
                continue
            self.compared += 1
            if anchor.seq or anchor.mac != chain.GENESIS:
                self.kept.setdefault(anchor.seq, set()).add(anchor)

    def through(self, events: Iterable[tuple[chain.Link, str]]) -> None:
        """Checks each event: its number, its own hash, the hash of the event before, the anchors that name it."""
        for link, mac in events:
            self.events += 1
            genuine = chain.mac(link, self.secret) == mac
            in_step = self._number(link.seq)
            if not genuine:
                self.foreign_count += 1
                if len(self.foreign) < _MOST:
                    self.foreign.append((link, mac))
            elif in_step and self.last_genuine and link.previous != self.last_mac:
                self.problems.append(f"Event {link.seq} does not follow event {link.seq - 1}: the chain is broken.")
            self._anchored(link.seq, mac)
            self.last_seq, self.last_mac, self.last_genuine = max(link.seq, self.last_seq), mac, genuine

    def past_the_end(self, head: AuditHead) -> None:
        """What lies beyond the head was not written by the record, unless the head moved on meanwhile."""
        beyond = list(AuditEvent.objects.filter(seq__gt=head.seq).order_by("seq").values_list("seq", flat=True)[:1])
        moved = AuditHead.objects.filter(seq__gt=head.seq).exists()
        if beyond and not moved:
            self.problems.append(
                f"Event {beyond[0]} lies beyond the head of the log, which names event {head.seq} as the last: "
                "it was added from outside, or the head was taken back."
            )

    def result(self, head: AuditHead | None) -> Verification:
        """All that was found, in the order in which a person should read it."""
        if self.events and self.foreign_count == self.events and not _sealed(head, self.secret):
            problems = ["No event was written with this audit key: it is the wrong key, or the whole log was replaced."]
        else:
            problems = [*self._told_foreign(), *self.problems, *self._head(head), *self._unmet()]
        untold = len(problems) + self.foreign_count - len(self.foreign) - _MOST if len(problems) > 1 else 0
        if untold > 0:
            problems = [*problems[:_MOST], f"And {untold} more."]
        end = Anchor(head.seq, head.mac, "") if head else None
        return Verification(not problems, self.events, tuple(problems), end, self.compared)

    def _number(self, seq: int) -> bool:
        """Whether ``seq`` is the next number; a gap and a number that comes twice are problems."""
        expected = self.last_seq + 1
        if seq > expected:
            self.problems.append(_missing(expected, seq - 1))
        elif seq < expected:
            self.problems.append(f"Event number {seq} is not one the record can have given: it was added from outside.")
        return seq == expected

    def _anchored(self, seq: int, mac: str) -> None:
        for anchor in sorted(self.kept.pop(seq, ()), key=str):
            if anchor.mac != mac:
                self.problems.append(
                    f"Event {seq} is not the one that was anchored outside at {anchor.at}: the log was rewritten."
                )

    def _told_foreign(self) -> Iterator[str]:
        """Changed events; one that would be genuine under another's number has been moved there."""
        numbers = [link.seq for link, _ in self.foreign]
        for link, mac in self.foreign:
            origin = next((seq for seq in numbers if chain.mac(_numbered(link, seq), self.secret) == mac), None)
            if origin is None:
                yield f"Event {link.seq} was changed after it was written, or not written by the record."
            else:
                yield f"Event {link.seq} stands in the wrong place: it was written as event {origin}."

    def _head(self, head: AuditHead | None) -> Iterator[str]:
        if head is None:
            yield "The head of the log is missing: the end of the log may have been cut off."
        elif head.seq == 0 and head.mac == chain.GENESIS and not head.seal:
            return
        elif not _sealed(head, self.secret):
            yield "The head of the log was changed: its seal does not fit, so the end of the log cannot be trusted."
        elif head.seq > self.last_seq:
            yield f"The end of the log was cut off: its head names event {head.seq}, the last one is {self.last_seq}."
        elif head.mac != self.last_mac:
            yield f"The head of the log does not name the last event as it is: event {head.seq} was replaced."

    def _unmet(self) -> Iterator[str]:
        for seq in sorted(self.kept):
            at = min(anchor.at for anchor in self.kept[seq])
            yield (
                f"Event {seq}, anchored outside at {at}, is not in the log: "
                + ("it was deleted." if seq <= self.last_seq else "the end of the log was cut off, or taken back.")
            )


def _sealed(head: AuditHead | None, secret: bytes) -> bool:
    return head is not None and head.seal == chain.seal(head.seq, head.mac, secret)


def _numbered(link: chain.Link, seq: int) -> chain.Link:
    return chain.Link(**{**vars(link), "seq": seq})


def _missing(first: int, last: int) -> str:
    return f"Event {first} is missing." if first == last else f"Events {first} to {last} are missing."
