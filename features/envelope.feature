Feature: The envelope of an answer
  Every answer is one SOAP 1.2 envelope whose addressing headers tie it to its request;
  a fault is an answer, too. White space around addresses is no part of them.
  Out of scope: asynchronous answers, and the headers of security.

  @SOAP-01 @must
  Rule: The answer is one SOAP 1.2 envelope with one Body
    The Body has one child: the answer of the operation, or a fault.

    @T0201
    Scenario: A document comes with a SOAP 1.2 envelope
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @SOAP-06 @must
  Rule: An answer has neither document type nor processing instruction
    A DOCTYPE can make a consumer fetch what it names. The XML declaration is neither of the two.

    @T0205
    Scenario: A document comes in an envelope that is only an envelope
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @SOAP-07 @must
  Rule: Every header of an answer is of a namespace
    With or without a prefix: the namespace says by whose rules a header is to be read.

    @T0206
    Scenario: The headers of a document's envelope
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule where it applies

  @SOAP-08 @must
  Rule: mustUnderstand is true or false
    Where a header has it. It may also be written 1 or 0.

    @T0207
    Scenario: Whether headers must be understood can be read
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule where it applies

  @WSA-01 @must
  Rule: The answer has the Action that its operation names
    An answer to Retrieve Imaging Document Set has urn:ihe:iti:2007:RetrieveDocumentSetResponse,
    a rendered answer that of its request with Response behind it. Faults have Actions of their own.

    @T0202
    Scenario Outline: Each operation has an Action for its answer
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule

      Examples:
        | document | how       | why                                     |
        | signed   | as stored | the Action of a document set's response |
        | unsigned | rendered  | the request's Action, and Response      |

  @WSA-02 @must
  Rule: RelatesTo names the request that is answered
    It is the request's MessageID, character for character.
    Of several RelatesTo one that means a reply must be it.

    @T0203
    Scenario: An answer relates to its request
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

    @T0211
    Scenario: The same request again
      The answer to the first one, kept and given again, would not do.

      Given the document "signed"
      When the consumer retrieves it twice as stored
      Then the answer follows this rule

    @T0212
    Scenario: Two requests at the same time
      Who takes their answers for each other's mixes up patients.

      Given the document "signed"
      And the document "unsigned"
      When the consumer retrieves each of them at the same time
      Then each answer follows this rule

  @WSA-03 @should
  Rule: The Action of an answer has mustUnderstand
    And it is true. The specification's own samples lack it, so that its absence only warns.

    @T0204
    Scenario: The Action of an answer has mustUnderstand
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @WSA-04 @must
  Rule: No addressing header stands twice
    Action, MessageID, To, ReplyTo and FaultTo come at most once; RelatesTo may come several times.

    @T0208
    Scenario: The addressing headers of an answer
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @WSA-05 @must
  Rule: An action parameter is the Action of its message
    The Content-Type of the message, or of its root part, may give the Action again.

    @T0209
    Scenario: The media type and the envelope of an answer agree
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule where it applies

  @WSA-06 @must
  Rule: The addresses of an answer are absolute
    Action, MessageID, RelatesTo, To, and the addresses of ReplyTo and FaultTo: each begins with a
    scheme, such as urn, for there is nothing that they could be relative to.

    @T0210
    Scenario: The addresses of an answer
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule
