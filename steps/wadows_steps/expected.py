"""Then: one observable fact of the answer."""

from pytest_bdd import parsers, then

from wadows_contract.conversation import Conversation
from wadows_contract.judge import beyond, either, expectations
from wadows_spec.constants import UNKNOWN_UID
from wadows_spec.tables import transfer_syntaxes

_UIDS = {row.name: row.uid for row in transfer_syntaxes()}


@then("the answer follows this rule")
def follows_this_rule(conversation: Conversation) -> None:
    """The answer shows the requirement of the Rule that the scenario stands under."""
    conversation.keeps_its_rule()


@then("each answer follows this rule")
def each_follows_this_rule(conversation: Conversation) -> None:
    """The same of all answers to requests at the same time."""
    conversation.keeps_its_rule()


@then("the answer follows this rule where it applies")
def follows_this_rule_where_it_applies(conversation: Conversation) -> None:
    """The same of a rule about answers that an endpoint is free not to give; then not shown."""
    conversation.keeps_its_rule(where_it_applies=True)


@then("it is returned")
def is_returned(conversation: Conversation) -> None:
    """Each document asked for is returned, and no error speaks of it.

    Each of its renderings, if it was asked for in several ways.
    """
    for instance in conversation.wish.instances():
        conversation.expect(expectations.delivered, instance)


@then(parsers.parse('the document "{role}" is returned'))
def the_document_is_returned(conversation: Conversation, role: str) -> None:
    """The document in this role is returned, and no error speaks of it."""
    for instance in conversation.wish.instances(role):
        conversation.expect(expectations.delivered, instance)


@then("the document that does not exist gets an error")
def unknown_document_gets_an_error(conversation: Conversation) -> None:
    """An error with whatever code, and no document."""
    conversation.expect(expectations.refused, UNKNOWN_UID)


@then("the document that does not exist gets an error that says so")
def unknown_document_gets_its_error(conversation: Conversation) -> None:
    """An error with a code that the statement accepts for what does not exist, and no document."""
    conversation.expect(expectations.refused, UNKNOWN_UID, conversation.wish.missing)


@then(parsers.parse('it is refused as "{situation}" with "{code}"'))
def is_refused(conversation: Conversation, situation: str, code: str) -> None:
    """An error, and no document.

    The code is the specification's for the situation;
    judging allows those that the statement accepts in its place.
    """
    for instance in conversation.wish.instances():
        conversation.expect(expectations.refused, instance, situation)


@then(
    parsers.parse(
        'it is refused as "{situation}" with "{code}" where it would be converted, else refused'
    )
)
def is_refused_where_converted(conversation: Conversation, situation: str, code: str) -> None:
    """The same for what is declared and fails; what is not declared is refused for that."""
    conversation.expect_failure(situation)


@then(parsers.parse('it is refused as "{situation}" with "{code}", or comes in that type'))
def is_refused_or_comes(conversation: Conversation, situation: str, code: str) -> None:
    """The same, or an image of the content type asked for.

    That is more than the statement declares, and is noted.
    """
    for instance in conversation.wish.instances():
        conversation.expect(beyond.content_type_refused, instance, situation)


@then(parsers.parse('"{role}" is refused as "{situation}", or returned if the statement allows it'))
def is_refused_or_returned(conversation: Conversation, role: str, situation: str) -> None:
    """An error with a code that the statement accepts for the situation, and no document.

    Where the statement reads it so, the document is as good an answer.
    """
    for instance in conversation.wish.instances(role):
        conversation.expect(either.as_read, instance, situation)


@then(parsers.parse('the reading "{key}" decides: it is returned, or refused as "{situation}"'))
def the_reading_decides(conversation: Conversation, key: str, situation: str) -> None:
    """The document, or an error with a code that the statement accepts for the situation.

    Where the statement takes a reading of this key in the ledger, only one of the two.
    """
    for instance in conversation.wish.instances():
        conversation.expect(either.as_read, instance, situation, key)


@then(parsers.parse('the reading "{key}" decides: it is refused as "{first}", or as "{second}"'))
def the_reading_decides_the_code(
    conversation: Conversation, key: str, first: str, second: str
) -> None:
    """An error with a code of either situation, and no document.

    Of the first alone, if the statement reads the clause so.
    """
    for instance in conversation.wish.instances():
        conversation.expect(either.refused_for_either, instance, key, first, second)


@then(parsers.parse('the reading "{key}" decides: it is returned, or a fault'))
def the_reading_decides_whether_it_is_read(conversation: Conversation, key: str) -> None:
    """The document, or a fault that says what is wrong with the request."""
    for instance in conversation.wish.instances():
        conversation.expect(either.delivered_or_fault, instance, key)


@then(parsers.parse('the document "{role}" is refused as "{situation}"'))
def the_document_is_refused(conversation: Conversation, role: str, situation: str) -> None:
    """An error about the document in this role, with a code of the situation, and no document."""
    for instance in conversation.wish.instances(role):
        conversation.expect(expectations.refused, instance, situation)


@then(parsers.parse('one rendering is returned, and one refused as "{situation}"'))
def one_is_refused(conversation: Conversation, situation: str) -> None:
    """Of a document that was asked for in two ways: one image, and an error about the other."""
    for instance in conversation.wish.instances():
        conversation.expect(expectations.one_of_two, instance, situation)


@then("it is noted if it is returned")
def is_noted(conversation: Conversation) -> None:
    """A document that comes by an operation which is not declared is information."""
    for instance in conversation.wish.instances():
        conversation.expect(beyond.not_served, instance)


@then(parsers.parse('it is returned in "{syntax}" where that is declared, else refused'))
def is_returned_where_declared(conversation: Conversation, syntax: str) -> None:
    """Returned in this transfer syntax if the statement declares it for the document.

    Otherwise an error, and no document; that it comes all the same is noted.
    """
    conversation.expect_as_declared(_UIDS[syntax])


@then("what is declared is returned, and what is not is refused")
def is_as_declared(conversation: Conversation) -> None:
    """Each document comes in one of the transfer syntaxes asked for, if one is declared for it.

    Otherwise an error, and no document. Where an undeclared one comes, that is noted.
    """
    conversation.expect_as_declared()


@then("each time what is declared is returned, and what is not is refused")
def is_each_time_as_declared(conversation: Conversation) -> None:
    """The same of each of several answers."""
    conversation.expect_each_as_declared()


@then(parsers.parse('the status is "{status}"'))
def the_status_is(conversation: Conversation, status: str) -> None:
    """The status of the registry response: Success, PartialSuccess or Failure."""
    conversation.expect(expectations.status, status)


@then(parsers.parse('a "{code}" fault is returned'))
def a_fault_is_returned(conversation: Conversation, code: str) -> None:
    """A SOAP fault with this code, or one of two; for Sender a bare HTTP 400 will do."""
    conversation.expect(expectations.fault, code)


@then("it is served or refused")
def is_served_or_refused(conversation: Conversation) -> None:
    """A registry response without a document that was not asked for, a fault, or an HTTP error.

    Which of them it is stays open.
    """
    conversation.expect(either.served_or_refused, set(conversation.wish.instances()))


@then("the second image is of better quality than the first")
def the_second_is_better(conversation: Conversation) -> None:
    """Its quantisation is finer, and it has more bytes."""
    conversation.expect_better_second()


@then(parsers.parse('it follows every rule but "{exceptions}"'))
def follows_every_rule_but(conversation: Conversation, exceptions: str) -> None:
    """Of all requirements that the answer can show, only these are broken, if any."""
    conversation.breaks_only(exceptions.split(", "))
