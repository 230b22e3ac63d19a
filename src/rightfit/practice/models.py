from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, cast
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event
from rightfit.keeping.this_request import remembered

if TYPE_CHECKING:
    from datetime import date


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - the practice's public face is for everybody
        return self

    def the(self) -> "Practice":
        """Return the one practice of this installation."""
        practice = self.first()
        if practice is None:
            message = "This installation has no practice yet."
            raise Practice.DoesNotExist(message)
        return practice


class Practice(models.Model):
    """The house itself. One installation is one practice, with its own database and keys."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, default="IE", help_text="ISO code; for the help numbers.")
    about = models.TextField(
        blank=True, max_length=1500, help_text="The practice in its own words, for who looks for someone."
    )
    out_of_hours = models.TextField(blank=True, help_text="What a person can do when nobody is there.")
    cancel_hours = models.PositiveSmallIntegerField(
        default=24, help_text="Cancelled earlier than this, a session costs nothing."
    )
    # The longest of the countries that were looked at; a lawyer says how long it is here.
    keep_years = models.PositiveSmallIntegerField(
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="How long a record is kept after the work has ended.",
    )
    switches = models.JSONField(default=dict, blank=True)

    objects = PracticeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: "Person") -> Self:
        """Oneself, and the people of the house by their duties; whom one works with is relationship's to say."""
        today = clock.today()
        of_the_house = models.Q(therapist__isnull=False) | models.Q(
            duties__in=Duty.objects.held_on(today),
        )
        return self.filter(models.Q(pk=person.pk) | of_the_house).distinct()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Person":
        return cast("Person", self.get(email__iexact=username))


class Person(AbstractBaseUser):
    """Somebody: a client, a therapist, someone with a duty, or several of these.

    A person is emptied, never deleted: name, contact and sign-in go, the row stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Null, not empty: several people may have no address, and an address is one person's.
    email = models.EmailField(null=True, unique=True, default=None)  # noqa: DJ001
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def letters(self) -> str:
        """The letters on the person's chip."""
        return (self.given_name[:1] + self.family_name[:1]) if self.family_name else self.given_name[:2]

    @property
    def is_therapist(self) -> bool:
        return remembered(("therapist", self.pk), lambda: Therapist.objects.filter(person=self).exists())

    @property
    def duties_today(self) -> set[str]:
        return remembered(
            ("duties", self.pk),
            lambda: set(Duty.objects.held_on(clock.today()).filter(person=self).values_list("kind", flat=True)),
        )

    def has_duty(self, kind: "Duty.Kind") -> bool:
        return kind in self.duties_today

    def remember_device(self, label: str) -> "Device":
        """Mark a phone as this person's own: it opens one empty form without sign-in."""
        device = Device.objects.create(person=self, label=label)
        Event.objects.record("remembered a phone", by=self.pk, about=device, chain=self.pk)
        return device


class TherapistQuerySet(models.QuerySet["Therapist"]):
    def visible_to(self, person: Person) -> Self:  # noqa: ARG002 - row 18: a therapist's profile is public
        return self


class Therapist(models.Model):
    """That a person works here as a therapist, and how many people they have room for."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="therapist")
    seats = models.PositiveSmallIntegerField(default=12)
    helped_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="trainees", help_text="A trainee's named helper."
    )

    objects = TherapistQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.person)


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, person: Person) -> Self:  # noqa: ARG002 - duties are shown by name
        return self

    def held_on(self, day: "date") -> Self:
        return self.filter(since__lte=day).filter(models.Q(until=None) | models.Q(until__gte=day))

    def now(self, kind: "Duty.Kind") -> Self:
        return self.held_on(clock.today()).filter(kind=kind).select_related("person").order_by("since", "pk")

    def holder(self, kind: "Duty.Kind", *, but_not: UUID | None = None) -> Person | None:
        """Return who has this duty, in a matter in which `but_not` is involved: a hat comes off by itself."""
        duty = self.now(kind).exclude(person=but_not).first()
        return duty.person if duty else None


class Duty(models.Model):
    """What a named person looks after. Given to people, shown by name, never implied by rank."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("practice lead")
        LISTENER = "listener", _("listener")
        SAFETY_CONTACT = "safety_contact", _("safety contact")
        COORDINATOR = "coordinator", _("coordinator")
        INTRODUCER = "introducer", _("introducer")
        STAND_IN = "stand_in", _("stand-in")
        CUSTODIAN = "custodian", _("custodian")
        PRIVACY_OFFICER = "privacy_officer", _("privacy officer")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"


DEVICE_DAYS = 180


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(person=person)

    def good(self) -> Self:
        """Those that still open a form: not older than half a year, of somebody who may sign in.

        A forgotten phone's row is gone.
        """
        return self.filter(
            remembered_at__gt=clock.now() - timedelta(days=DEVICE_DAYS),
            person__is_active=True,
        )


class Device(models.Model):
    """A phone or computer that a person marked "this is mine"."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="devices")
    label = models.CharField(max_length=120)
    remembered_at = models.DateTimeField(default=clock.now)

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    @transaction.atomic
    def forget(self) -> None:
        Event.objects.record("forgot a phone", by=self.person_id, about=self, chain=self.person_id)
        erase(self)
