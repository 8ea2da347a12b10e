"""Who works in the synthetic clinic, and who is treated there. Nobody of these exists."""

from dataclasses import dataclass
from datetime import date

from daybreak.care.roles import Role


@dataclass(frozen=True)
class Worker:
    """A member of staff to be."""

    username: str
    name: str
    role: Role


@dataclass(frozen=True)
class Someone:
    """A patient to be. Record numbers, telephone numbers and addresses are of kinds set aside for fiction."""

    given_name: str
    family_name: str
    birth_date: date
    sex: str
    number: int
    kg: str = ""
    cm: str = ""
    condition: str = "Recurrent depressive disorder, current episode severe"
    code: str = "F33.2"
    medicines: tuple[tuple[str, str], ...] = ()
    allergies: tuple[tuple[str, str], ...] = ()
    resting: tuple[int, int, int] = (120, 76, 68)
    """Systolic, diastolic and heart rate at rest."""
    feels: float = 1.0
    """How strongly the dose acts on this person, against the predicted median."""

    @property
    def mrn(self) -> str:
        """The record number, which says that nobody stands behind it."""
        return f"DEMO-{self.number:04d}"

    @property
    def email(self) -> str:
        """An address that no mail reaches (RFC 2606)."""
        return f"{self.given_name}.{self.family_name}@example.org".lower().replace(" ", "")

    @property
    def phone(self) -> str:
        """From the numbers that Ofcom keeps for drama."""
        return f"+44 7700 900{self.number:03d}"


DIRECTOR = Worker("elena", "Dr Elena Marsh", Role.MEDICAL_DIRECTOR)
STAFF = (
    Worker("amara", "Dr Amara Nwosu", Role.PRESCRIBER),
    Worker("jonas", "Jonas Berg", Role.NURSE),
    Worker("mei", "Mei Tanaka", Role.NURSE),
    Worker("leila", "Leila Haddad", Role.THERAPIST),
    Worker("priya", "Priya Raman", Role.COORDINATOR),
    Worker("victor", "Victor Osei", Role.AUDITOR),
    Worker("noor", "Dr Noor Lindgren", Role.RESEARCHER),
)

REFERRED = Someone("Tomasz", "Wieczorek", date(1991, 6, 2), "male", 101, medicines=(("Venlafaxine", "225 mg daily"),))
PREPARING = Someone(
    "Ngozi", "Adeyemi", date(1979, 11, 23), "female", 102, kg="72.4", cm="168",
    medicines=(("Sertraline", "150 mg daily"), ("Lithium carbonate", "400 mg at night")),
)  # fmt: skip
READY = Someone(
    "Ines", "Carvalho", date(1986, 2, 14), "female", 103, kg="64.0", cm="163",
    medicines=(("Escitalopram", "20 mg daily"),), allergies=(("Penicillin", "rash"),),
)  # fmt: skip
IN_THE_CHAIR = Someone(
    "Samuel", "Whitcombe", date(1974, 8, 30), "male", 104, kg="84.6", cm="181", resting=(126, 79, 71), feels=1.15,
    medicines=(("Mirtazapine", "30 mg at night"), ("Amlodipine", "5 mg daily")),
)  # fmt: skip
RESPONDING = Someone(
    "Marta", "Lindqvist", date(1968, 4, 9), "female", 105, kg="70.2", cm="171", resting=(114, 71, 64),
    condition="Recurrent depressive disorder, current episode moderate", code="F33.1",
    medicines=(("Duloxetine", "60 mg daily"),),
)  # fmt: skip
RECOVERED = Someone(
    "Henry", "Castellanos", date(1983, 1, 17), "male", 106, kg="78.9", cm="176", feels=0.9,
    medicines=(("Bupropion", "300 mg daily"),),
)  # fmt: skip
UNCHANGED = Someone(
    "Aroha", "Parata", date(1995, 9, 5), "female", 107, kg="91.3", cm="165", resting=(122, 80, 76), feels=0.85,
    medicines=(("Fluoxetine", "40 mg daily"), ("Lamotrigine", "200 mg daily")), allergies=(("Latex", "hives"),),
)  # fmt: skip
AT_RISK = Someone(
    "Daniel", "Okonjo", date(1999, 12, 11), "male", 108, kg="68.8", cm="179",
    condition="Severe depressive episode without psychotic symptoms", code="F32.2",
    medicines=(("Quetiapine", "150 mg at night"),),
)  # fmt: skip
