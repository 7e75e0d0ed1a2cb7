"""Forms of the due-diligence file: one for each kind of entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.assessments.queries import groups, questions, red_flags
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.entrypoints.staff.templatetags.duecare import level_word

from . import Area, Choices, DateInput

STATES = (
    ("answered", _("Answered")),
    ("asked_no_answer", _("Asked, no answer yet")),
    ("refused", _("Answer refused")),
    ("not_applicable", _("Does not apply (say why)")),
)
FLAG_STATES = (
    ("not_present", _("Looked, and it is not there")),
    ("open", _("It is there, and nothing answers it yet")),
    ("resolved", _("It was there, and a document answers it")),
    ("confirmed", _("It is there and it is real")),
)
RELIABILITY = (
    ("A", _("A: completely reliable")),
    ("B", _("B: usually reliable")),
    ("C", _("C: fairly reliable")),
    ("D", _("D: not usually reliable")),
    ("E", _("E: unreliable")),
    ("F", _("F: cannot be judged")),
)
CREDIBILITY = (
    (1, _("1: confirmed by others")),
    (2, _("2: probable")),
    (3, _("3: possible")),
    (4, _("4: doubtful")),
    (5, _("5: improbable")),
    (6, _("6: cannot be judged")),
)
REPLIES = (
    ("requested", _("Requested")),
    ("received", _("Received")),
    ("refused", _("Refused")),
    ("unsafe_to_request", _("Unsafe to request (say why)")),
)
RATING = (("", _("Not rated: read at its worst")), (1, "1"), (2, "2"), (3, "3"))


class Numbered(forms.Form):
    """Carries the number of the entry that was on the screen, to notice that somebody was faster."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class AnswerForm(Numbered):
    """One answer to one question."""

    state = forms.ChoiceField(label=_("What came of asking"), choices=STATES, widget=Choices)
    value = forms.CharField(label=_("Answer"), required=False)
    reason = forms.CharField(label=_("Grounds"), widget=Area(3), required=False)
    source = forms.CharField(label=_("Where the answer is taken from"), widget=Area(2), required=False)
    answered_on = forms.DateField(label=_("Day of the answer"), widget=DateInput(), required=False)
    evidence = forms.MultipleChoiceField(
        label=_("Documents of this file"), required=False, widget=forms.CheckboxSelectMultiple
    )
    privileged = forms.BooleanField(
        label=_("This is legal advice"),
        required=False,
        help_text=_("Only counsel reads it, and it counts only after counsel releases the fact in it."),
    )

    def __init__(self, question: Question, documents: Iterable[tuple[str, str]], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's own forms take
        if question.options:
            words = dict(question.choices) or {"yes": gettext("Yes"), "no": gettext("No")}
            choices = [("", _("No answer")), *((code, words[code]) for code in question.options)]
            self.fields["value"] = forms.ChoiceField(label=_("Answer"), choices=choices, widget=Choices, required=False)
        else:
            self.fields["value"].widget = Area(4)
        self.fields["evidence"].choices = list(documents)  # type: ignore[attr-defined]  # a choice field


class FlagForm(Numbered):
    """What was found about one red flag."""

    state = forms.ChoiceField(label=_("What you found"), choices=FLAG_STATES, widget=Choices)
    note = forms.CharField(label=_("What you looked at and what it showed"), widget=Area(4))
    evidence = forms.MultipleChoiceField(
        label=_("Documents of this file"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, documents: Iterable[tuple[str, str]], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's own forms take
        self.fields["evidence"].choices = list(documents)  # type: ignore[attr-defined]  # a choice field


class FindingForm(forms.Form):
    """An allegation. It is graded afterwards, source and content apart."""

    what = forms.CharField(label=_("What is said to have happened"), widget=Area(5))
    source = forms.CharField(label=_("Who says so, and where"), widget=Area(3))
    about = forms.ChoiceField(
        label=_("About"), choices=(("state", _("The State")), ("agency", _("The agency")), ("unit", _("The unit")))
    )
    happened_on = forms.DateField(
        label=_("Day"), widget=DateInput(), required=False, help_text=_("Unknown counts as recent.")
    )
    independent_sources = forms.IntegerField(label=_("Independent sources"), min_value=1, max_value=99, initial=1)
    decided_by = forms.CharField(label=_("Court or inquiry that decided it"), required=False)


class GradeForm(forms.Form):
    """One grade with its grounds."""

    value = forms.ChoiceField(label=_("Grade"), choices=RELIABILITY, widget=Choices)
    grounds = forms.CharField(label=_("Grounds"), widget=Area(3))


class ContentGradeForm(GradeForm):
    """The grade of the content."""

    value = forms.TypedChoiceField(label=_("Grade"), choices=CREDIBILITY, widget=Choices, coerce=int)


class GroundsForm(forms.Form):
    """Grounds alone."""

    grounds = forms.CharField(label=_("Grounds"), widget=Area(3))


class ReplyForm(forms.Form):
    """A step of the right of reply."""

    reply = forms.ChoiceField(label=_("Right of reply"), choices=REPLIES, widget=Choices)
    text = forms.CharField(label=_("The reply, or why asking is unsafe"), widget=Area(4), required=False)


class SearchForm(forms.Form):
    """A search for adverse findings."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    places = forms.CharField(label=_("Where you searched"), widget=Area(3), help_text=_("One a line."))
    languages = forms.CharField(label=_("In which languages"), widget=Area(2), help_text=_("One a line."))


class RegimeForm(forms.Form):
    """A look at one sanctions regime."""

    regime = forms.CharField(label=_("Regime"), max_length=80)
    embargo = forms.TypedChoiceField(
        label=_("Is an arms or surveillance embargo in force?"),
        choices=(("no", _("No")), ("yes", _("Yes"))),
        widget=Choices,
        coerce=lambda said: said == "yes",
    )
    on = forms.DateField(label=_("Day of the look"), widget=DateInput())
    evidence = forms.CharField(label=_("What was looked at, with its own date"), widget=Area(2))


class GroupForm(forms.Form):
    """Whether one group is a likely target."""

    state = forms.ChoiceField(
        label=_("Is this group a likely target of this customer?"),
        choices=(("likely_target", _("Yes, likely")), ("not_likely", _("No, not likely"))),
        widget=Choices,
    )
    reasoning = forms.CharField(label=_("What this rests on"), widget=Area(4))
    consulted = forms.CharField(label=_("Who was consulted, in general words"), widget=Area(2), required=False)


class HarmForm(Numbered):
    """One harm to people, rated."""

    right = forms.CharField(label=_("Right at stake"), max_length=80)
    scale = forms.TypedChoiceField(
        label=_("Scale: how grave"), choices=RATING, required=False, coerce=int, empty_value=None
    )
    scope = forms.TypedChoiceField(
        label=_("Scope: how many"), choices=RATING, required=False, coerce=int, empty_value=None
    )
    remedy = forms.TypedChoiceField(
        label=_("Remedy: 1 can be undone, 3 cannot"), choices=RATING, required=False, coerce=int, empty_value=None
    )
    likelihood = forms.TypedChoiceField(
        label=_("Likelihood on the record"), choices=RATING, required=False, coerce=int, empty_value=None
    )
    threatens_life_or_body = forms.TypedChoiceField(
        label=_("Could it end in death, torture or disappearance?"),
        choices=(("", _("Not rated: read as yes")), ("yes", _("Yes")), ("no", _("No"))),
        required=False,
        coerce=lambda said: said == "yes",
        empty_value=None,
    )
    reasoning = forms.CharField(label=_("What the rating rests on"), widget=Area(4))


class SourceForm(forms.Form):
    """A first-hand source; nothing here needs to name anybody."""

    knows_of = forms.ChoiceField(
        label=_("Has first-hand knowledge of"),
        choices=(("country", _("The country")), ("client", _("This client")), ("both", _("Both"))),
        widget=Choices,
    )
    kind = forms.CharField(
        label=_("Sort of person"), max_length=60, help_text=_("In words that fit many people, never only one.")
    )
    heard_on = forms.DateField(label=_("Day"), widget=DateInput())
    summary = forms.CharField(
        label=_("What they said"), widget=Area(5), help_text=_("Written so that it identifies nobody.")
    )
    safety_plan = forms.CharField(label=_("What was agreed for their safety"), widget=Area(3))
    identity = forms.CharField(
        label=_("Who they are"),
        required=False,
        help_text=_(
            "Best left empty. If you write it, it is encrypted, only you can open it, and each opening is on record."
        ),
    )


class ConsultationForm(forms.Form):
    """Whom we consulted, or why nobody could be; nothing here needs to name anybody."""

    standing = forms.ChoiceField(
        label=_("Who was consulted"),
        choices=(
            ("affected", _("People who could be affected")),
            ("proxy", _("Somebody who speaks for them: defenders, civil society, trade unions")),
            ("independent", _("An independent expert, because neither could be reached")),
            ("not_possible", _("Nobody: it was not possible")),
        ),
        widget=Choices,
    )
    groups = forms.MultipleChoiceField(label=_("About which groups"), widget=forms.CheckboxSelectMultiple)
    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    who = forms.CharField(
        label=_("Sort of people"), required=False, max_length=200,
        help_text=_("In words that fit many people, never only one."),
    )  # fmt: skip
    heard = forms.CharField(
        label=_("What they said"), required=False, widget=Area(4), help_text=_("Written so that it identifies nobody.")
    )
    effect = forms.CharField(
        label=_("What became of it"), required=False, widget=Area(3),
        help_text=_("What changes in the sale or the plan; where nothing does, why."),
    )  # fmt: skip
    safety_plan = forms.CharField(label=_("What was agreed for their safety"), required=False, widget=Area(3))
    reason = forms.CharField(
        label=_("Why nobody could be consulted"), required=False, widget=Area(3),
        help_text=_("Only where it was not possible. The requirement then stays open until an independent expert is "
                    "heard on the same groups."),
    )  # fmt: skip

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's own forms take
        self.fields["groups"].choices = [(one.code, one.title) for one in groups()]  # type: ignore[attr-defined]  # a choice field
        # Needed, or without a meaning, by what was chosen first: so none of them is called optional.
        for name in ("who", "heard", "effect", "safety_plan", "reason"):
            chosen = "not_possible" if name == "reason" else "affected,proxy,independent"
            setattr(self.fields[name], "when", f"standing={chosen}")  # noqa: B010  # no attribute Django knows


class DocumentForm(forms.Form):
    """A document for the file."""

    file = forms.FileField(label=_("Document"), help_text=_("At most 250 MB."))
    about = forms.CharField(label=_("What it shows"), widget=Area(2), required=False)
    privileged = forms.BooleanField(
        label=_("Privileged"), required=False, help_text=_("Only counsel and those counsel names can open it.")
    )
    privilege_of = forms.CharField(label=_("Whose privilege"), required=False)
    privilege_for = forms.CharField(label=_("For which matter"), required=False)


class ReleaseForm(forms.Form):
    """A fact taken out of a privileged document."""

    text = forms.CharField(label=_("The fact, without the advice"), widget=Area(4))


class ReaderForm(forms.Form):
    """One more reader of a privileged document."""

    person = forms.ChoiceField(label=_("Person"))

    def __init__(self, people: Iterable[tuple[str, str]], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's own forms take
        self.fields["person"].choices = list(people)  # type: ignore[attr-defined]  # a choice field


class InviteForm(forms.Form):
    """An outside legal expert and what they are asked."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Mail address"), required=False)
    country = forms.CharField(label=_("Country of practice (three letters)"), max_length=3, min_length=3)
    qualification = forms.CharField(label=_("What qualifies them, and that they are independent"), widget=Area(3))
    questions = forms.MultipleChoiceField(label=_("Questions"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=_("The link ends on"), widget=DateInput(), help_text=_("Within 90 days."))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's own forms take
        self.fields["questions"].choices = [(one.code, f"{one.code} {one.text}") for one in questions()]  # type: ignore[attr-defined]  # a choice field


class ReasonsForm(forms.Form):
    """Reasons that stay in the record."""

    reasons = forms.CharField(label=_("Reasons"), widget=Area(4))


class OverrideForm(forms.Form):
    """Another class than the method's, for a time; a second person must agree."""

    to_value = forms.ChoiceField(label=_("Class that should count"), widget=Choices)
    reason = forms.CharField(
        label=_("Reason"), widget=Area(4), help_text=_("It stays in the register of overrides, with your name.")
    )
    expires_on = forms.DateField(label=_("Ends on"), widget=DateInput, help_text=_("Within a year; it ends by itself."))

    def __init__(self, classes: Sequence[str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on
        self.fields["to_value"].choices = [(one, level_word(one)) for one in classes]  # type: ignore[attr-defined]  # a choice field


class ConfirmForm(ReasonsForm):
    """A second person's word on a class; the hash says which facts were on the screen."""

    verdict = forms.ChoiceField(
        label=_("Your word"),
        choices=(("confirm", _("I confirm the class")), ("return", _("I return it"))),
        widget=Choices,
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


KNOWN_ITEMS = {
    "answer": lambda: {one.code for one in questions()},
    "flag": lambda: {one.code for one in red_flags()},
    "group": lambda: {one.code for one in groups()},
}
"""Kinds whose item is a code of the library."""
