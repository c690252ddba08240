"""What a scenario asks for: documents of the catalogue, in their place or not, and others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wadows_contract.consumer.manifest import references
from wadows_contract.consumer.requests import Wanted
from wadows_contract.outcome import NotShown
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import UNKNOWN_UID
from wadows_spec.statement import Statement


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

    def add_all(self) -> None:
        """Ask for every document of the catalogue."""
        for role in self.catalogue.documents:
            self.add(role)

    def add_named_by(self, role: str) -> None:
        """Ask for the documents of the catalogue that a manifest names, as the manifest has it.

        Raises `NotShown` if the manifest's own file is not at hand, or names none of them.
        """
        has_file = bool(self.document(role).file) and self.catalogue.folder is not None
        if not has_file or not self.catalogue.path_of(role).is_file():
            raise NotShown(f"the file of the document in the role {role!r} is not at hand")
        roles = {entry.sop_instance_uid: entry.role for entry in self.catalogue.documents.values()}
        own = self.catalogue.repository_unique_id
        named = [
            Wanted(roles[entry.instance], entry.study, entry.series, entry.instance,
                   entry.repository or own)
            for entry in references(self.catalogue.read(role))
            if entry.instance in roles
        ]  # fmt: skip
        if not named:
            raise NotShown(f"the document in the role {role!r} names none of the catalogue")
        self.wanted += named

    def put_blanks(self) -> None:
        """Ask for the latest document with blanks around its UIDs."""
        latest = self.wanted[-1]
        self.wanted[-1] = replace(
            latest,
            study=f" {latest.study} ",
            series=f" {latest.series} ",
            instance=f" {latest.instance} ",
        )

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
        """Ask for the latest document with the home community of the catalogue."""
        self.wanted[-1] = replace(self.wanted[-1], home=self.catalogue.home_community_id)

    def instances(self, role: str = "") -> Iterator[str]:
        """Yield the SOP Instance UIDs asked for, each once, or only the one in a role."""
        asked = (entry.instance.strip() for entry in self.wanted if role in ("", entry.role))
        return iter(dict.fromkeys(asked))

    def has_originals(self) -> bool:
        """Tell whether the file of each document asked for is at hand."""
        documents = self.catalogue.documents
        return self.catalogue.folder is not None and all(
            documents[entry.role].file for entry in self.wanted if entry.role
        )

    def stored_syntaxes(self, statement: Statement) -> Sequence[str]:
        """Return the transfer syntaxes that the documents are stored in, each once.

        Of a document of which nobody knows it, all that the statement has for its SOP class.
        """
        known = (self.document(entry.role) for entry in self.wanted if entry.role)
        stored = (
            (entry.transfer_syntax_uid,)
            if entry.transfer_syntax_uid
            else statement.possible(entry.sop_class_uid)
            for entry in known
        )
        return list(dict.fromkeys(uid for each in stored for uid in each))

    def _named(self, role: str, known: CatalogueDocument) -> Wanted:
        return Wanted(
            role,
            known.study_instance_uid,
            known.series_instance_uid,
            known.sop_instance_uid,
            self.catalogue.repository_unique_id,
        )
