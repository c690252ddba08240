"""When: the one request, or pair of requests, of a scenario."""

from pytest_bdd import parsers, when

from wadows_contract.consumer.requests import UNKNOWN_ELEMENT
from wadows_contract.conversation import Conversation
from wadows_spec.tables import rendered_parameters, transfer_syntaxes

_ELEMENTS = {row.name: row.element for row in rendered_parameters()}
_UIDS = {row.name: row.uid for row in transfer_syntaxes()}
#: A UID under DICOM's root that DICOM has given to nothing; NIST toolkit2 asks for it too.
_UIDS["an unknown transfer syntax"] = "1.2.840.10008.1.2.1.999"


@when("the consumer retrieves it as stored")
@when("the consumer retrieves them as stored")
def retrieves_as_stored(conversation: Conversation) -> None:
    """Retrieve Imaging Document Set, asking for the transfer syntaxes that they are stored in."""
    conversation.retrieve()


@when("the consumer retrieves it twice as stored")
def retrieves_as_stored_twice(conversation: Conversation) -> None:
    """The same once more when it has been answered, in a message of its own."""
    conversation.retrieve()
    conversation.retrieve()


@when("the consumer retrieves each of them at the same time")
def retrieves_at_once(conversation: Conversation) -> None:
    """A request for each document, in its stored transfer syntax, all on their way together."""
    conversation.retrieve_at_once()


@when(parsers.re('the consumer retrieves (?:it|them) in "(?P<syntax>[^"]*)"'))
def retrieves_in(conversation: Conversation, syntax: str) -> None:
    """Retrieve Imaging Document Set, asking for one transfer syntax by its name in the tables."""
    conversation.retrieve([_UIDS[syntax]])


@when(parsers.parse('the consumer retrieves it in "{first}" or "{second}"'))
def retrieves_in_either(conversation: Conversation, first: str, second: str) -> None:
    """The same, asking for two transfer syntaxes; their order says nothing."""
    conversation.retrieve([_UIDS[first], _UIDS[second]])


@when("the consumer retrieves it in each transfer syntax of its table")
def retrieves_in_each(conversation: Conversation) -> None:
    """A request for each transfer syntax that the specification lists for its SOP class group."""
    conversation.retrieve_in_each()


@when(parsers.re("the consumer tries the operation (?P<operation>retrieve|rendered)"))
def tries_the_operation(conversation: Conversation, operation: str) -> None:
    """Either operation, if the statement does not declare it; else the scenario does not apply.

    What comes back is not judged by any other rule.
    """
    conversation.try_undeclared(operation)


@when("the consumer retrieves it rendered")
@when("the consumer retrieves them rendered")
def retrieves_rendered(conversation: Conversation) -> None:
    """Retrieve Rendered Imaging Document Set as image/jpeg, without any other parameter.

    But for those that a document was given for its own.
    """
    conversation.render({})


@when("the consumer retrieves it rendered twice")
def retrieves_rendered_again(conversation: Conversation) -> None:
    """The same once more when it has been answered, in a message of its own."""
    conversation.render({})
    conversation.render({})


@when(parsers.parse('the consumer retrieves it rendered with "{parameter}" "{value}"'))
def retrieves_rendered_with(conversation: Conversation, parameter: str, value: str) -> None:
    """The same with one parameter, by its name in the rendered table."""
    conversation.render({_ELEMENTS[parameter]: value})


@when("the consumer retrieves it rendered with")
def retrieves_rendered_with_all(conversation: Conversation, datatable: list[list[str]]) -> None:
    """The same with the parameters of a table, a row of name and value each."""
    conversation.render({_ELEMENTS[name]: value for name, value in datatable})


@when(
    parsers.parse('the consumer retrieves it rendered with "{parameter}" "{value}" between blanks')
)
def retrieves_rendered_between_blanks(
    conversation: Conversation, parameter: str, value: str
) -> None:
    """The same with a blank before the value and one behind it."""
    conversation.render({_ELEMENTS[parameter]: _written(parameter, f" {value} ")})


@when(parsers.parse('the consumer retrieves it rendered with an empty "{parameter}"'))
def retrieves_rendered_with_nothing(conversation: Conversation, parameter: str) -> None:
    """The same with a parameter that is there and says nothing."""
    conversation.render({_ELEMENTS[parameter]: _written(parameter, "")})


def _written(parameter: str, value: str) -> str | list[str]:
    """Return a value as it is to be written; of a content type its blanks would part a list."""
    return [value] if parameter == "Content Type" else value


@when(parsers.parse('the consumer retrieves it rendered with the "{parameter}" of "{role}"'))
def retrieves_rendered_through(conversation: Conversation, parameter: str, role: str) -> None:
    """The same with a parameter that names a presentation state, or its series."""
    state = conversation.wish.document(role)
    uids = (state.sop_instance_uid, state.series_instance_uid)
    names = ("Presentation UID", "Presentation Series UID")
    conversation.render({_ELEMENTS[parameter]: dict(zip(names, uids, strict=True))[parameter]})


@when(parsers.parse('the consumer retrieves it rendered with the character sets "{names}"'))
def retrieves_rendered_in_character_sets(conversation: Conversation, names: str) -> None:
    """The same with a list of character sets, which an image has no text for."""
    conversation.render({"CharsetList": names})


@when("the consumer retrieves it rendered with an element that nobody knows")
def retrieves_rendered_with_more(conversation: Conversation) -> None:
    """The same with an element of another namespace where the schema has room for any."""
    conversation.render(UNKNOWN_ELEMENT)


@when(parsers.re("the consumer retrieves its (?P<which>first|middle|last|missing) frame rendered"))
def retrieves_a_frame(conversation: Conversation, which: str) -> None:
    """The same with a frame number: of the first, a middle or the last frame of the document.

    The missing frame is the one after the last.
    """
    conversation.render_frame(which)


@when(
    parsers.parse(
        'the consumer retrieves it rendered twice, with "{parameter}" "{first}" and "{second}"'
    )
)
def retrieves_rendered_twice(
    conversation: Conversation, parameter: str, first: str, second: str
) -> None:
    """Two requests that differ in the value of one parameter."""
    conversation.render({_ELEMENTS[parameter]: first})
    conversation.render({_ELEMENTS[parameter]: second})


@when("the consumer sends it")
def sends_it(conversation: Conversation) -> None:
    """The sample request or malformed request that was given, as raw bytes."""
    conversation.send_raw()


@when("the consumer sends it twice")
def sends_it_twice(conversation: Conversation) -> None:
    """The same malformed request once more when it has been answered; that answer is judged."""
    conversation.send_raw(times=2)


@when("it is judged as an answer")
def judged_as_an_answer(conversation: Conversation) -> None:
    """The sample response, taken for the answer to the sample request of its name."""
    conversation.hear_sample_response()
