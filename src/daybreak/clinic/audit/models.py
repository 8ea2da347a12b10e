"""The log of acts and readings, chained by keyed hashes; the database itself refuses changes to it."""

from django.db import models


class AuditEvent(models.Model):
    """One act: who, what, upon which record, when. ``mac`` covers every field and the event before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    actor_roles = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64, blank=True)
    patient_id = models.UUIDField(null=True, db_index=True)
    detail = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    mac = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]


class AuditHead(models.Model):
    """The last link of the chain, signed on its own, so that a cut end is seen. There is exactly one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_audit_head")]
