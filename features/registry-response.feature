Feature: The registry response
  Every answer that is no fault begins with a registry response: a status, and an error for each
  document that does not come. Each is judged on every answer of every scenario.
  An error of severity Warning may stand beside its document, and leaves the status as it is.

  @REG-01 @must
  Rule: The answer keeps to its schema
    The schema is that of the operation, an xop:Include standing for base64 text.
    The RegistryResponse of a rendered answer may be of either namespace in use.

    @T0401
    Scenario Outline: Answers of either operation keep to their schema
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule

      Examples:
        | document | how       | why                          |
        | signed   | as stored | RetrieveDocumentSetResponse  |
        | unsigned | rendered  | the rendered response        |

  @REG-02 @must
  Rule: The status is one of the three that IHE defines
    urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success, the same with Failure,
    or urn:ihe:iti:2007:ResponseStatusType:PartialSuccess.

    @T0402
    Scenario: The status beside a document and an error
      Given the document "signed"
      And a document that does not exist
      When the consumer retrieves them as stored
      Then the answer follows this rule

    @T0418
    Scenario Outline: The status beside a document
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule

      Examples:
        | document | how       | why                                         |
        | signed   | as stored | Success, beside a document and nothing else |
        | unsigned | rendered  | Success, of a rendered answer               |

    @T0419
    Scenario: The status beside an error
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @REG-03 @must
  Rule: The status agrees with the documents and errors beside it
    Success where every document comes, PartialSuccess where some do, Failure where none does.

    @T0403
    Scenario: Every document comes
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the status is "Success"

    @T0404
    Scenario: Some documents come
      Given the document "signed"
      And a document that does not exist
      When the consumer retrieves them as stored
      Then the status is "PartialSuccess"

    @T0405
    Scenario: No document comes
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the status is "Failure"

  @REG-04 @must
  Rule: A registry error has a code, a context and a severity
    The context is text for a person. A severity that is left out means Error.
    Which codes fit which situation is judged by rules of their own.

    @T0406
    Scenario: The error for a document that does not exist
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @REG-05 @must
  Rule: A registry error names the document that it is about
    Its location is the document's unique id, so that errors can be told apart.
    A single error that stands for the whole request need not name one.

    @T0407
    Scenario: The error for one document of two
      Given the document "signed"
      And a document that does not exist
      When the consumer retrieves them as stored
      Then the answer follows this rule

  @REG-06 @must
  Rule: Each document asked for is answered by the document or by an error
    Never by both, and never by neither.

    @T0408
    Scenario: Three documents of two studies, one of which does not exist
      Given the document "signed"
      And the document "colour"
      And a document that does not exist
      When the consumer retrieves them as stored
      Then the answer follows this rule

  @REG-07 @must
  Rule: Nothing is answered twice or without having been asked for
    A document comes no oftener than it was asked for.

    @T0409
    Scenario: Two documents of one series
      Given the document "unsigned"
      And the document "unsigned-sibling"
      When the consumer retrieves them as stored
      Then the answer follows this rule

    @T0420
    Scenario: Two images of one series
      Given the document "unsigned"
      And the document "unsigned-sibling"
      When the consumer retrieves them rendered
      Then the answer follows this rule

  @REG-08 @must
  Rule: RepositoryUniqueId is the one asked for
    Each document comes with the one that it was asked for with.

    @T0410
    Scenario Outline: The repository stands beside each document
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule

      Examples:
        | document | how       | why                 |
        | signed   | as stored | beside a document   |
        | unsigned | rendered  | beside a rendering  |

  @REG-09 @must
  Rule: HomeCommunityId is there if and only if it was asked with, and the same
    Each document comes with the one that the request gave for it, or with none.

    @T0411
    Scenario: The home community is named
      NIST ids_2018-4820 case 1.

      Given the document "signed"
      And it is asked for with the home community of the endpoint
      When the consumer retrieves it as stored
      Then the answer follows this rule

    @T0417
    Scenario: The home community is named for one document of two
      Given the document "signed"
      And the document "colour"
      And it is asked for with the home community of the endpoint
      When the consumer retrieves them as stored
      Then the answer follows this rule

    @T0412
    Scenario: The home community is not named
      NIST ids_2018-4820 case 2.

      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @REG-10 @must
  Rule: A registry error has no content
    All that it says is in its attributes. The schema would allow text; IHE does not.

    @T0413
    Scenario: The error for a document that does not exist is its attributes
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @REG-11 @must
  Rule: The highest severity is that of the worst error
    It need not be given. An error without severity counts as Error.

    @T0414
    Scenario: The highest severity of one error
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the answer follows this rule where it applies

  @REG-12 @may
  Rule: What IHE does not use is left out
    requestId, slots, NewDocumentUniqueId and NewRepositoryUniqueId are noted.

    @T0415
    Scenario: A document comes with nothing that an Imaging Document Source has no use for
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @REG-13 @should
  Rule: A registry error says its severity
    By the schema an error that says none is an Error; IHE asks for the severity to be written.
    A statement can make this a must.

    @T0416
    Scenario: The severity of the error for a document that does not exist
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the answer follows this rule
