"""Tables of published lists and their editions, what was screened, hits, what people made of them, and samples."""

from .asked_imports import AskedFile, AskedImport
from .entries import EntryChange, EntryContent, ListedEntry
from .hits import Disposition, Hit, ReportingDuty
from .lists import DeniedList, ImportedFile, ListEdition, ListImport
from .outside import OutsideImport, OutsideResult
from .runs import EditionSet, Followed, ScreenedParty, ScreeningRun
from .samples import QualitySample, SampleItem
from .withdrawals import ListWithdrawal

__all__ = [
    "AskedFile",
    "AskedImport",
    "DeniedList",
    "Disposition",
    "EditionSet",
    "EntryChange",
    "EntryContent",
    "Followed",
    "Hit",
    "ImportedFile",
    "ListEdition",
    "ListImport",
    "ListWithdrawal",
    "ListedEntry",
    "OutsideImport",
    "OutsideResult",
    "QualitySample",
    "ReportingDuty",
    "SampleItem",
    "ScreenedParty",
    "ScreeningRun",
]
