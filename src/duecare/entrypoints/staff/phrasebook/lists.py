"""Refusals of denied-party lists."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

REFUSED = (
    # screening/rules/lists/refusal
    _("Nothing was imported; the edition read before stays in force."),
    _("Fetch the file from the publisher again and import it as it is."),
    # screening/rules/lists/au_dfat, building
    _("%(place)s: an alias without a primary name"),
    _("is no number with letters"),
    _("is the primary name of two parties"),
    _("%(place)s names nobody"),
    _("names nobody"),
    _("a party has no key of its own"),
    _("two parties have one key; the other is %(place)s"),
    _("lists nobody: an empty publication is refused"),
    # screening/rules/lists/ca_sema, eu_fsf, eu_journal, ftm_lines
    _("a record names no regulations or no item"),
    _("a party has no reference number"),
    _("is another regulation than in the rows above"),
    _("is no FollowTheMoney entity"),
    _("has no id or no schema"),
    _("holds a NUL, which no text does"),
    # screening/rules/lists/in_house
    _("is no schema; use one of %(names)s"),
    _("Correct the cell and import the file again."),
    # screening/rules/lists/members
    _("declares a document type, which no list needs"),
    _("is no well-formed XML: %(error)s"),
    _("is no well-formed XML: no element begins in it"),
    _("Choose the publisher's files."),
    _("no file was given"),
    _("No publisher's list is that large; check what the file holds."),
    # screening/rules/lists/ofac_csv, ofac_xml
    _("names a party that %(file_name)s does not have: that file is cut off, or of another edition"),
    _("is a second file of %(role)s; the other is %(file_name)s"),
    _("the file of %(role)s is missing from the set"),
    _("has %(n)s cells instead of %(width)s: cut off or damaged"),
    _(
        "Give the files of one edition together: sdn, alt, add and sdn_comments, "
        "or cons_prim, cons_alt, cons_add and cons_comments."
    ),
    _("does not say once when it was published"),
    _("states %(n)s records and holds %(of)s: cut off or damaged"),
    _("is no date"),
    # screening/rules/lists/recognise
    _("fits several layouts: %(names)s"),
    _("has no layout of a list that is known here"),
    _("Import the publisher's own file, as downloaded. Known: %(names)s."),
    _("files of several publishers were given together: %(names)s"),
    _("Import each publication by itself."),
    # screening/rules/lists/records, rows
    _("is nested deeper than any list"),
    _("is damaged or cut off: %(error)s"),
    _("ends before its header"),
    _("the column is missing"),
    _("the column stands twice"),
    _("has %(n)s cells where the header has %(width)s: cut off or damaged"),
    _("cannot be read as %(encoding)s"),
    _("Save the file as UTF-8, or fetch it from the publisher again."),
    _("is cut off: its last row has no end"),
    # screening/rules/lists/uk_ofsi, uk_sanctions_list, us_csl, us_special
    _("is no number of a group"),
    _("has no id"),
    _("is a source list that is not known here"),
    _("A new source list needs a list code of its own: ask whoever maintains Duecare."),
    _("has no name or no date"),
)
COUNTED: tuple[tuple[str, str], ...] = ()
