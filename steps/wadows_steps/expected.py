"""Then: one observable fact of the answer."""

from pytest_bdd import parsers, then

from wadows_contract.conversation import Conversation
from wadows_contract.judge import expectations
from wadows_spec.tables import transfer_syntaxes

_UIDS = {row.name: row.uid for row in transfer_syntaxes()}


@then("the answer follows this rule")
def follows_this_rule(conversation: Conversation) -> None:
    """The answer shows the requirement of the Rule that the scenario stands under."""
    conversation.keeps_its_rule()


@then("it is returned")
def is_returned(conversation: Conversation) -> None:
    """Each document asked for is returned, and no error speaks of it."""
    for instance in conversation.each_instance():
        conversation.expect(expectations.delivered, instance)


@then(parsers.parse('the document "{role}" is returned'))
def the_document_is_returned(conversation: Conversation, role: str) -> None:
    """The document in this role is returned, and no error speaks of it."""
    for instance in conversation.each_instance(role):
        conversation.expect(expectations.delivered, instance)


@then("the document that does not exist gets an error that says so")
def unknown_document_gets_an_error(conversation: Conversation) -> None:
    """An error with a code that the statement accepts for an unknown document, and no document."""
    conversation.expect_unknown_refused()


@then(parsers.parse('it is refused as "{situation}" with "{code}"'))
def is_refused(conversation: Conversation, situation: str, code: str) -> None:
    """An error, and no document.

    The code is the specification's for the situation;
    judging allows those that the statement accepts in its place.
    """
    for instance in conversation.each_instance():
        conversation.expect(expectations.refused, instance, situation)


@then(parsers.parse('it is returned in "{syntax}" where that is declared, else refused'))
def is_returned_where_declared(conversation: Conversation, syntax: str) -> None:
    """Returned in this transfer syntax if the statement declares it for the document.

    Otherwise an error that the transfer syntax cannot be had, and no document.
    """
    conversation.expect_as_declared(_UIDS[syntax])


@then(parsers.parse('the status is "{status}"'))
def the_status_is(conversation: Conversation, status: str) -> None:
    """The status of the registry response: Success, PartialSuccess or Failure."""
    conversation.expect(expectations.status, status)


@then(parsers.parse('a "{code}" fault is returned'))
def a_fault_is_returned(conversation: Conversation, code: str) -> None:
    """A SOAP fault with this code; for Sender a bare HTTP 400 will do."""
    conversation.expect(expectations.fault, code)


@then("the second image is of better quality than the first")
def the_second_is_better(conversation: Conversation) -> None:
    """Its quantisation is finer, and it has more bytes."""
    conversation.expect_better_second()


@then(parsers.parse('it follows every rule but "{exceptions}"'))
def follows_every_rule_but(conversation: Conversation, exceptions: str) -> None:
    """Of all requirements that the answer can show, only these are broken, if any."""
    conversation.breaks_only(exceptions.split(", "))
