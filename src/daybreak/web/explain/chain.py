"""The chain as the page shows it: the links from the drug to the symptoms, their curves, and how sure each one is."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Curve:
    """One line of a link: its name in the model, its words, the token of its colour, whether it is dashed."""

    name: str
    label: str
    tone: str
    dashed: bool = False


@dataclass(frozen=True)
class Link:
    """One stage on the page. The first curve leads.

    ``top`` is the height of its small chart, ``full`` the value at which its sun stands whole: what 0.5 mg/kg reaches.
    ``stage`` is the declared stage whose words and equations it shows. ``falls`` says that lower is better, from 100;
    ``rest`` is the value without the drug. ``told_at`` is the link whose words are its own too.
    """

    id: str
    name: str
    unit: str
    top: float
    full: float
    stage: str
    plainly: str
    sure: str
    curves: tuple[Curve, ...]
    falls: bool = False
    rest: float = 0.0
    told_at: str = ""

    @property
    def words_id(self) -> str:
        """The link under whose name it is put into words."""
        return self.told_at or self.id

    @property
    def as_dict(self) -> dict[str, Any]:
        """The link as the page's script reads it."""
        names = ("id", "name", "unit", "top", "full", "falls", "rest")
        return {name: getattr(self, name) for name in names} | {"curves": [asdict(curve) for curve in self.curves]}


BRAIN = Link(
    "brain",
    "Ketamine in the brain",
    "ng/mL",
    400,
    130,
    "brain",
    "The medicine travels with the blood and reaches the brain within minutes. Most of it has left the blood again "
    "a few hours later, long before the mood is at its best.",
    "Measured well in blood. How much of it acts in the brain is calculated.",
    (Curve("S_brain", "S-ketamine", "ketamine"),),
)
NMDA = Link(
    "nmda",
    "NMDA receptors",
    "%",
    55,
    26,
    "nmda",
    "Ketamine plugs a kind of receptor called NMDA, first on the cells that normally hold other nerve cells back.",
    "Seen in cells and animals. Scans of people found no consistent change, so how many receptors it takes is open.",
    (
        Curve("block_interneuron", "blocked on cells that hold back", "ketamine"),
        Curve("block_pyramidal", "blocked on cells that send", "norketamine", dashed=True),
    ),
)
GLUTAMATE = Link(
    "glutamate",
    "Glutamate",
    "%",
    90,
    65,
    "glutamate",
    "With their brakes off, nerve cells at the front of the brain release a burst of glutamate, the signal with which "
    "they wake one another.",
    "Measured directly in rats. In people one study by scanner points the same way.",
    (Curve("glutamate", "of the largest burst", "ketamine"),),
)
AMPA = Link(
    "ampa",
    "AMPA receptors",
    "%",
    90,
    60,
    "ampa",
    "The burst lands on AMPA receptors, the fast receivers between nerve cells. More signals get through.",
    "In animals, blocking these receptors takes the benefit away. Nobody has measured it in people.",
    (Curve("ampa", "more signals, of the most", "dissociation"),),
)
GROWTH = Link(
    "growth",
    "BDNF and mTORC1",
    "%",
    75,
    50,
    "bdnf",
    "The cells answer with growth signals, and for some hours they make new building material for their connections.",
    "Seen in animals. In people only a trace of it, BDNF in the blood, has been measured.",
    (
        Curve("growth_signal", "growth signals, mTORC1", "dissociation"),
        Curve("bdnf", "BDNF, new proteins", "norketamine", dashed=True),
    ),
)
PLASTICITY = Link(
    "plasticity",
    "New connections",
    "%",
    150,
    95,
    "plasticity",
    "Connections between nerve cells grow stronger within hours, and new ones form within a day. Some last a week or "
    "two. This is the window in which talking, practising and new experience may count most.",
    "Watched under the microscope in mice. In people it cannot be seen directly.",
    (
        Curve("plasticity", "of the best after one infusion", "dissociation"),
        Curve("potentiated", "stronger connections", "ketamine", dashed=True),
        Curve("nascent", "new connections", "norketamine", dashed=True),
        Curve("lasting", "those that stay", "heart", dashed=True),
    ),
)
SYMPTOMS = Link(
    "symptoms",
    "Symptoms",
    "% of before",
    100,
    50,
    "symptoms",
    "Mood begins to lift within two to four hours, is best at about a day and slowly returns over two weeks unless "
    "something keeps it. Part of the lift is hope and attention: the dotted line is the same care without the drug.",
    "Measured in many trials, as averages. Some people feel much more than this, some nothing.",
    (
        Curve("mood", "low mood", "norketamine"),
        Curve("motivation", "lost drive", "dissociation", dashed=True),
        Curve("suicidality", "suicidal thoughts", "systolic", dashed=True),
        Curve("cognition", "trouble thinking", "heart", dashed=True),
        Curve("mood_without", "low mood without the drug", "measured", dashed=True),
    ),
    falls=True,
)
MOOD = Link(
    "mood",
    "Mood",
    "%",
    100,
    50,
    "symptoms",
    SYMPTOMS.plainly,
    SYMPTOMS.sure,
    (Curve("mood", "low mood, of before", "norketamine"), Curve("mood_without", "without the drug", "measured", True)),
    falls=True,
    told_at=SYMPTOMS.id,
)
DISSOCIATION = Link(
    "dissociation",
    "Feeling detached",
    "CADSS points",
    30,
    15,
    "tolerance",
    "Feeling far away, light, or outside oneself begins within minutes and is gone within two hours. It grows weaker "
    "from session to session. In this model it is not what lifts the mood.",
    "Measured with a questionnaire in volunteers and patients. It differs a great deal between people.",
    (Curve("cadss", "dissociation", "dissociation"),),
    rest=1.0,
)
SEDATION = Link(
    "sedation",
    "Drowsiness",
    "MOAA/S steps down",
    2,
    0.5,
    "sedation",
    "Some people become drowsy within a quarter of an hour, a few of them deeply. It is over within an hour or two.",
    "Seen in many sessions, hardly ever measured against concentration: this curve is very uncertain.",
    (Curve("drowsy", "below wide awake", "heart"),),
)
PRESSURE = Link(
    "pressure",
    "Blood pressure",
    "mmHg more",
    12,
    7,
    "circulation",
    "Blood pressure rises for an hour or two, which is why it is measured again and again during a session.",
    "Measured in clinics, whose averages ran from 3 to 16 mmHg. In some people it rises far more than here.",
    (
        Curve("systolic_rise", "upper value", "systolic"),
        Curve("diastolic_rise", "lower value", "diastolic", dashed=True),
    ),
)

CHAIN = (BRAIN, NMDA, GLUTAMATE, AMPA, GROWTH, PLASTICITY, MOOD)
"""Cause and effect, in order."""
FELT = (DISSOCIATION, SEDATION, PRESSURE)
"""What is felt and measured meanwhile; not part of the chain."""
TOLD = (*CHAIN[:-1], SYMPTOMS, *FELT)
"""Those that are put into words, each once."""


@cache
def as_json() -> list[dict[str, Any]]:
    """Every link, for the page's script."""
    return [link.as_dict for link in (*CHAIN, SYMPTOMS, *FELT)]
