"""Staff and the roles they hold: facts and constraints, no verbs."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from daybreak.clinic import clock


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they sign in with, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person whose sign-in name is ``username``."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Someone who works in the clinic and signs in under their own name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("sign-in name", max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="person_username_any_case"),
            # People may sign in by e-mail address, so that an address must mean one of them.
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="an_email_address_is_one_persons"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown beside every act."""
        return self.name

    def natural_key(self) -> tuple[Any, ...]:
        """The sign-in name."""
        return (self.username,)


class RoleGrant(models.Model):
    """One role held by one person from a moment on, until it ends."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(ended_at__isnull=True), name="role_held_once"
            ),
        ]
