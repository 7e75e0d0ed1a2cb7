"""Refusals of figures, editions and methods."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from .marking import ngettext

REFUSED = (
    # risk/rules/indices/sheets
    _("spans more than %(n)s million cells"),
    _("No publisher's file of an index is that wide and long; import the one with the index's own columns."),
    # risk/rules/classification_override
    _("An override needs a reason."),
    _("It takes: %(roles)s."),
    _("The class stands."),
    _("Your roles do not allow an override."),
    _("An override takes a second person."),
    _("Ask another member to agree."),
    _("Only new facts or a new version of the method can change it."),
    _("This class cannot be overridden: it is prohibited or blocked."),
    # risk/actions
    _("larger than %(what)s MB"),
    _("a method cannot come into force in the past"),
    _("This method was already confirmed."),
    _("You proposed this method yourself."),
    _("A second person must confirm it."),
    _("%(file_name)s was imported by somebody else a moment ago."),
    _("Nothing was imported twice."),
    _("Open the list of editions."),
    # risk/queries/methods
    _("The methodology %(urn)s was changed after it was put in force."),
    _("Nothing can be rated until this is cleared up."),
    _("Restore the released file; a change needs a new version and a new decision."),
    # risk/rules/indices/collector
    _("looks cut off: %(short)s"),
    _("Fetch the file from the publisher again."),
    # risk/rules/indices/headings
    _("the row has %(width)s cells under %(n)s headings: the file is cut off or was changed"),
    _("Nothing was imported."),
    _("the heading stands over two columns"),
    _("the column %(wanted)s is missing"),
    _("two columns are for one year"),
    # risk/rules/indices/reading
    _("%(why)s; %(n)s name(s) in all could not be placed"),
    _("Check the spelling against the publisher's site; a new name needs a line in the country table."),
    # risk/rules/indices/recognise
    _("no publisher's layout that we know"),
    _("fits several publishers: %(names)s"),
    _("Import the publisher's own file, as downloaded. Known layouts are listed on the page of each index."),
    _("is a file of %(index)s, which is not described here"),
    # risk/rules/indices/sheets
    _("unpacks to more than %(what)s MB"),
    _("is larger than %(what)s MB"),
    _("is cut off: the packed file ends too early"),
    _("is empty"),
    _("is neither a workbook nor text"),
    _("is damaged: it cannot be unpacked"),
    _("is damaged or cut off: the workbook cannot be opened"),
    _("is no workbook that can be read"),
    _("is no table: %(error)s"),
    _("is cut off or wrongly encoded"),
    # A list of cases that is refused
    _("Nothing was tested."),
    _("is the code of no country"),
    _("is no year"),
    _("lies after today, %(day)s"),
    _("is no number"),
    _("has headings and no row"),
    _("the column '%(name)s' is missing"),
    _("no row has a confidence of %(n)s or more"),
    _("Ask for less."),
    _("Take it out of one."),
    _("stands in %(file)s as well: a country is a case or clean, not both"),
    _("no figure was published by the end of the year before; the earliest held is of %(day)s"),
    _("no figure was published by the end of the year before"),
    _("Import earlier editions, or take the case out."),
    _("Write the ISO 3166-1 alpha-3 code; Kosovo is XKX."),
    _("Write the year of the first documented misuse in four digits."),
    _("Grade in numbers, or test without asking for a confidence."),
    _("The columns are iso3 and first_year, for countries without documented misuse iso3 alone."),
    # Why a country's score was raised
    _("Raised by %(what)s, which is known for some countries only: %(figures)s, plus %(n)s points."),
    # Editions put up for acceptance, and classes whose figures changed
    _("reassessment"),
    _("say why nothing changes."),
    _("Nothing was queued."),
    _("This class rests on the figures of today, or is in force no more."),
    _("This was queued or looked at already."),
    _("A sentence; it stays in the record."),
    _("say why it is discarded."),
    # Drafts and simulations
    _("not readable as YAML: nested too deeply."),
    _("simulation"),
    _("version"),
    _("The methodology %(name)s was changed %(when)s."),
    _("after it was committed"),
    _("after it was put in force"),
    _("the column 'confidence' is missing"),
    _("Other figures are held, or another method is in force, than when you looked."),
    _("Nothing was accepted: who moves, and how far, is different now."),
    _("Look at the difference again."),
    _("This edition was %(state)s meanwhile."),
    _("%(file)s is already held."),
    _("It would change nothing; nothing was kept."),
    _("The figures changed again after you looked."),
    _("Look at the figures of today."),
    _("This was settled meanwhile."),
    _("The facts of today give another result: %(new)s instead of %(old)s, or other blocks or measures."),
    _("Nothing was recorded; a reason does not replace a class."),
    _("Propose the class again; a second person confirms it."),
)
COUNTED = (
    ngettext("An override lowers by %(n)s class at most.", "An override lowers by %(n)s classes at most."),
    ngettext("An override ends within %(n)s month.", "An override ends within %(n)s months."),
)
