"""Reads orders: the one waiting to be given, and those that were."""

from uuid import UUID

from django.db.models import QuerySet

from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent
from daybreak.clinic.orders.models import DoseOrder, OrderStatus


def get(public_id: UUID) -> DoseOrder:
    """The order with this public name. Absent when there is none."""
    order = DoseOrder.objects.select_related("course__patient", "recorded_by").filter(public_id=public_id).first()
    if order is None:
        raise Absent("There is no such order. Go back to the patient's chart.")
    return order


def active(course: Course) -> DoseOrder | None:
    """The order that waits to be given, if there is one."""
    return _of(course).filter(status=OrderStatus.ACTIVE).first()


def given(course: Course) -> QuerySet[DoseOrder]:
    """Orders whose dose was given, the latest first."""
    return _of(course).filter(status=OrderStatus.GIVEN)


def waiting() -> QuerySet[DoseOrder]:
    """Every active order of the clinic, the oldest first: who may be dosed today."""
    return DoseOrder.objects.filter(status=OrderStatus.ACTIVE).select_related("course__patient").order_by("signed_at")


def _of(course: Course) -> QuerySet[DoseOrder]:
    return DoseOrder.objects.filter(course=course).select_related("course__patient", "recorded_by")
