Feature: The envelope of an answer
  Every answer is one SOAP 1.2 envelope whose addressing headers tie it to its request.
  Out of scope: asynchronous answers, and the headers of security.

  @SOAP-01 @must
  Rule: The answer is one SOAP 1.2 envelope with one Body
    The Body has one child: the answer of the operation, or a fault.

    @T0201
    Scenario: A document comes with a SOAP 1.2 envelope
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @WSA-01 @must
  Rule: The answer has the Action that its operation names
    A rendered answer follows the Action of its request, of which two are in use.

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
    It is the request's MessageID, compared letter by letter.

    @T0203
    Scenario: An answer relates to its request
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @WSA-03 @should
  Rule: The Action of an answer has mustUnderstand
    The specification's own samples lack mustUnderstand, so that its absence is only a warning.

    @T0204
    Scenario: The Action of an answer has mustUnderstand
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule
