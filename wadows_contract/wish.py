"""What a scenario asks for: documents of the catalogue, in their place or not, and others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wadows_contract.consumer.requests import Wanted
from wadows_contract.outcome import NotShown
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import UNKNOWN_UID


@dataclass
class Wish:
    """The documents to ask for, in the order given.

    `missing` is the situation that answers for the one which does not exist, if there is one.
    """

    catalogue: Catalogue
    wanted: list[Wanted] = field(default_factory=list)
    missing: str = ""

    def document(self, role: str) -> CatalogueDocument:
        """Return the document in a role; raises `NotShown` if the catalogue has none."""
        try:
            return self.catalogue.documents[role]
        except KeyError:
            raise NotShown(f"the catalogue has no document in the role {role!r}") from None

    def add(self, role: str) -> None:
        """Ask for the document in a role."""
        self.wanted.append(self._named(role, self.document(role)))

    def add_unknown(self, what: str = "document") -> None:
        """Ask for a document that does not exist.

        Its study and series do; with `what` series only its study does, with study neither.
        """
        known = self._named("", next(iter(self.catalogue.documents.values())))
        self.missing = f"{what}-unknown"
        self.wanted.append(
            replace(
                known,
                study=UNKNOWN_UID if what == "study" else known.study,
                series=known.series if what == "document" else UNKNOWN_UID,
                instance=UNKNOWN_UID,
            )
        )

    def move(self, role: str) -> None:
        """Ask for the latest document as if it were in the series of another one."""
        other = self.document(role)
        self.wanted[-1] = replace(
            self.wanted[-1], study=other.study_instance_uid, series=other.series_instance_uid
        )

    def take_from_elsewhere(self) -> None:
        """Ask for the latest document from a repository that does not exist."""
        self.wanted[-1] = replace(self.wanted[-1], repository=UNKNOWN_UID)

    def ask_with(self, parameters: Mapping[str, Any]) -> None:
        """Ask for the latest document with more rendered parameters of its own, by element."""
        latest = self.wanted[-1]
        self.wanted[-1] = replace(latest, parameters={**latest.parameters, **parameters})

    def name_home_community(self) -> None:
        """Ask with the home community of the catalogue."""
        home = self.catalogue.home_community_id
        self.wanted = [replace(entry, home=home) for entry in self.wanted]

    def instances(self, role: str = "") -> Iterator[str]:
        """Yield the SOP Instance UIDs asked for, each once, or only the one in a role."""
        asked = (entry.instance for entry in self.wanted if role in ("", entry.role))
        return iter(dict.fromkeys(asked))

    def stored_syntaxes(self) -> Sequence[str]:
        """Return the transfer syntaxes that the documents are stored in, each once."""
        stored = (self.document(entry.role).transfer_syntax_uid for entry in self.wanted
                  if entry.role)  # fmt: skip
        return list(dict.fromkeys(stored))

    def _named(self, role: str, known: CatalogueDocument) -> Wanted:
        return Wanted(
            role,
            known.study_instance_uid,
            known.series_instance_uid,
            known.sop_instance_uid,
            self.catalogue.repository_unique_id,
        )
