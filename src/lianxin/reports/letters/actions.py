"""A 公文 leaves the house: made, and noted with its title and number; its text stays with who typed it."""

from lianxin.access.scope import Scope
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.documents.letters import Letter, document_number, letter_pdf
from lianxin.reports.queries import organisations_of

WRITE_LETTER = "reports.write_letter"


def write_letter(*, letter: Letter, kind: str, code: str, scope: Scope, actor: Actor) -> bytes:
    """The letter as a file in the format ``code`` (pdf, docx). Raises DocumentError."""
    made = letter_pdf(letter) if code == "pdf" else _docx(letter)
    organisation = next(iter(organisations_of(scope)), None)
    facts = {"format": code, "letter_kind": kind, "letter_number": document_number(letter.number)}
    with unit_of_work(actor) as work:
        work.record(
            Entry(
                WRITE_LETTER,
                target_kind="reports.letter",
                target_label=letter.title.replace("\n", "")[:100],
                community_id=organisation.community_id if organisation else None,
                organisation_id=organisation.pk if organisation else None,
                organisation_path=organisation.path if organisation else "",
                changes={name: [None, value] for name, value in facts.items() if value},
            )
        )
    return made


def _docx(letter: Letter) -> bytes:
    from lianxin.documents.word import letter_docx  # its library is wanted by few processes

    return letter_docx(letter)
