"""Given: what will be asked for."""

from pytest_bdd import given, parsers

from wadows_contract.consumer.samples import SAMPLE_ROLES, read_sample_response, sample_request
from wadows_contract.conversation import Conversation
from wadows_spec.tables import rendered_parameters

_ELEMENTS = {row.name: row.element for row in rendered_parameters()}


@given(parsers.parse('the document "{role}"'))
def the_document(conversation: Conversation, role: str) -> None:
    """The document that the catalogue has in a role, to be asked for by its own UIDs.

    Asked for together with any others that the scenario gives.
    Without such a document in the catalogue the scenario is not shown.
    """
    conversation.wish.add(role)


@given("every document of the catalogue")
def every_document(conversation: Conversation) -> None:
    """The document of each role that the catalogue has, to be asked for by its own UIDs."""
    conversation.wish.add_all()


@given("the documents that the manifest names")
def the_documents_of_the_manifest(conversation: Conversation) -> None:
    """What the document in the role `manifest`, a Key Object Selection, refers to.

    Asked for by the UIDs and from the repository that it says, if the catalogue has it.
    Without the manifest's file at hand the scenario is not shown.
    """
    conversation.wish.add_named_by("manifest")


@given("a document that does not exist")
def a_document_that_does_not_exist(conversation: Conversation) -> None:
    """A SOP Instance UID that nobody has, in a study and series that exist."""
    conversation.wish.add_unknown()


@given(parsers.re("a document of a (?P<what>study|series) that does not exist"))
def a_document_of_nothing(conversation: Conversation, what: str) -> None:
    """The same, in a series that nobody has of a study that exists, or in a study that nobody has.

    A UID that nobody has stands for all that does not exist.
    """
    conversation.wish.add_unknown(what)


@given(parsers.parse('it is asked for in the series of "{role}"'))
def asked_for_elsewhere(conversation: Conversation, role: str) -> None:
    """The latest document, asked for as if it were in the series and study of another one."""
    conversation.wish.move(role)


@given("it is asked for from a repository that does not exist")
def asked_for_from_nowhere(conversation: Conversation) -> None:
    """The latest document, with a RepositoryUniqueId that nobody has."""
    conversation.wish.take_from_elsewhere()


@given(parsers.parse('it is asked for with "{parameter}" "{value}"'))
def asked_for_with(conversation: Conversation, parameter: str, value: str) -> None:
    """The latest document, with a parameter of its own, by its name in the rendered table."""
    conversation.wish.ask_with({_ELEMENTS[parameter]: value})


@given("it is asked for with blanks around its UIDs")
def asked_for_with_blanks(conversation: Conversation) -> None:
    """The latest document, with a blank before and after the UIDs of it, its series and study."""
    conversation.wish.put_blanks()


@given("it is asked for with the home community of the endpoint")
def asked_for_at_home(conversation: Conversation) -> None:
    """The latest document, with the HomeCommunityId of the catalogue."""
    conversation.wish.name_home_community()


@given(parsers.parse('the sample request "{name}"'))
def the_sample_request(conversation: Conversation, name: str) -> None:
    """A sample request of the specification: `rad69` or `rendered`.

    Sent byte for byte to the reference; elsewhere To, MessageID, repository and UIDs
    are those of the endpoint.
    """
    conversation.wish.add(SAMPLE_ROLES[name])
    conversation.sample = sample_request(name)


@given(parsers.parse('the sample response "{name}"'))
def the_sample_response(conversation: Conversation, name: str) -> None:
    """A sample response of the specification: `rad69` or `rendered`, mended where it was broken."""
    conversation.sample = read_sample_response(name)


@given(parsers.parse("a request with {defect}"))
def a_request_with(conversation: Conversation, defect: str) -> None:
    """A request for a document, by RAD-69, that is right but for what is named.

    The document is the smallest uncompressed image of the catalogue.
    """
    conversation.malform(defect)
