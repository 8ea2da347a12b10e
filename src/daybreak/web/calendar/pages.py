"""The calendar of the clinic: a week by days, or a day by chairs and rooms."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daybreak.clinic import clock
from daybreak.clinic.people import queries as people
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import queries
from daybreak.web.access import StaffRequest, requires
from daybreak.web.calendar import grid

FIRST_YEAR, LAST_YEAR = 2000, 2200


@require_safe
@requires("plan.read")
def calendar(request: StaffRequest) -> HttpResponse:
    """The week of a day, or the day; for everyone, or for one member of staff."""
    day, by_week = day_of(request.GET.get("on", "")), request.GET.get("view") != "day"
    person = _person(request)
    diary = queries.diary()
    sheet = grid.week(grid.monday_of(day), diary, person) if by_week else grid.day_by_place(day, diary, person)
    return render(
        request,
        "plan/calendar.html",
        {
            "sheet": sheet,
            "day": day,
            "by_week": by_week,
            "title": _title(day, by_week),
            "ways": _ways(day, by_week, person),
            "person": person,
            "staff": [one for one in people.staff() if one.is_active],
            "has_places": queries.places().exists(),
            "now": timezone.localtime(clock.now()),
        },
    )


def day_of(text: str) -> date:
    """The day of an address; today for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return queries.today()
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else queries.today()


def address(day: date, by_week: bool, person: Person | None = None) -> str:
    """Where a day or a week stands."""
    query = QueryDict(mutable=True)
    query["on"] = day.isoformat()
    query["view"] = "week" if by_week else "day"
    if person is not None:
        query["who"] = str(person.public_id)
    return f"{reverse('web:calendar')}?{query.urlencode()}"


def _person(request: StaffRequest) -> Person | None:
    try:
        wanted = UUID(request.GET.get("who", ""))
    except ValueError:
        return None
    return people.by_public_id(wanted)


def _ways(day: date, by_week: bool, person: Person | None) -> dict[str, str]:
    step = timedelta(days=7 if by_week else 1)
    return {
        "before": address(day - step, by_week, person),
        "after": address(day + step, by_week, person),
        "today": address(queries.today(), by_week, person),
        "week": address(day, True, person),
        "day": address(day, False, person),
    }


def _title(day: date, by_week: bool) -> str:
    if not by_week:
        return f"{day:%A}, {day.day} {day:%B %Y}"
    monday = grid.monday_of(day)
    sunday = monday + timedelta(days=6)
    same = monday.month == sunday.month
    begins = f"{monday.day}" if same else f"{monday.day} {monday:%B}"
    return f"{begins} to {sunday.day} {sunday:%B %Y}"


def today_card(moment: datetime | None = None) -> dict[str, Any]:
    """What the first page shows of the day: for each chair and room, and what has no place, its appointments."""
    day = queries.today() if moment is None else moment.date()
    sheet = grid.day_by_place(day, queries.diary())
    return {"columns": [column for column in sheet.columns if column.slots], "calendar": address(day, False)}
