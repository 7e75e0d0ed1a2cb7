"""People, the roles granted to them, the links by which they are invited, and the tokens of their programs."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from duecare.kernel.actor import SYSTEM
from duecare.kernel.ids import new_id


class Person(AbstractBaseUser):
    """Somebody who signs in. No superusers: rights come from role grants alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=False)
                | models.Q(joined_at__isnull=False, suspended_at=None, left_at=None),
                name="accounts_active_means_joined_and_not_barred",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role held from a day on. In force only once a second person has confirmed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(ended_at=None), name="accounts_role_held_once"
            ),
            # The command line sets up the first administrator alone: there is nobody else yet.
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("proposed_by"))
                | models.Q(proposed_by=SYSTEM.id),
                name="accounts_second_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("person"))
                & (models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("person"))),
                name="accounts_nobody_grants_to_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Invitation(models.Model):
    """A one-time link. Only the hash of its token is kept: whoever reads the table cannot use it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="accounts_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class ApiToken(models.Model):
    """A program of one person, with some of their roles. Only the hash is kept, as with an invitation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    roles = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], condition=models.Q(revoked_at=None), name="accounts_token_named_once"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="accounts_token_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.id}"
