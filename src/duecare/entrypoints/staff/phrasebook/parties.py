"""Refusals of customers, bodies, screenings and the no-go register."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # parties/actions/bodies
    _("Somebody corrected this body after you opened it."),
    _("Reload and enter them again."),
    _("nothing would change."),
    _("Change a field, or go back."),
    _("an answer needs its source."),
    _("Name the law, the document or who said so."),
    _("a body needs a name."),
    _("there is no such kind of body."),
    _("longer than 80 characters."),
    _("authority or place of use differs from the recognised state, so the legal basis must be stated."),
    _("longer than 200 characters."),
    # parties/actions/customers
    _("there is no such status."),
    # parties/actions/no_go
    _("It is on the register already, as %(reference)s."),
    _("Read why there."),
    _("say why it may be lifted."),
    _("Name what is different from when it was entered."),
    _("It was proposed already."),
    _("A second person answers."),
    _("Nobody proposed to lift it."),
    _("Ask another member of the committee."),
    _("This entry was lifted."),
    _("Enter it anew where it must count again."),
    # parties/actions/officials
    _("an official is a person."),
    _("Choose a person, or enter one."),
    _("name the function."),
    _("longer than 120 characters."),
    _("the function ends before it starts."),
    _("this person's function is recorded already."),
    _("End the earlier one first."),
    _("This function has ended already."),
    # parties/actions/ownership
    _("a body cannot own itself."),
    _("give the share, or say in what the control lies."),
    _("This holding has ended already."),
    _("the holding ends before it starts."),
    # parties/actions/screenings
    _("there is no such result."),
    _("name the tool or the list that was compared."),
    _("this list is of a day to come."),
    _("this is not a SHA-256."),
    _("say what was found."),
    _("This screening is confirmed already."),
    _("You made this screening yourself."),
    _("The party's particulars changed after it was screened."),
    _("The screening was not confirmed, because it speaks of something else."),
    _("Screen the party again."),
    # parties/rules/births
    _("several persons of this name are known."),
    _("Give the date of birth of the one meant."),
    _("only a person has a date of birth."),
    _("this is no date of birth."),
    _("Write 1960, 1960-05 or 1960-05-12."),
    # parties/rules/no_go
    _("name either a country or a body."),
    _("Whoever is refused a sale because of it will read this."),
    # parties/rules/profile
    _("there is no such item in an agency's profile."),
    _("give either an answer or the reason why there is none."),
    _("this is not one of the answers."),
    _("Choose: %(names)s."),
    _("this cannot be recorded as an answer."),
    # parties/rules/shares
    _("a share is more than 0 and at most 100 per cent."),
    _("this owner's holding is already recorded for %(day)s."),
    _("End the earlier holding first."),
    _("the shares would add up to %(normalize)s per cent on %(day)s."),
    _("Correct or end another holding first."),
    # parties/rules/tree
    _("a body cannot stand below itself."),
    _("Choose a body that is not part of this one."),
    _("the tree would be more than %(deepest)s levels deep."),
)
COUNTED: tuple[tuple[str, str], ...] = ()
