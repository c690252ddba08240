Feature: The conformance statement
  An endpoint is judged by what it declares.

  @STM-01 @may
  Rule: What an endpoint does beyond its statement is noted
    It is no mistake: an operation, a transfer syntax or a content type is noted where it comes
    though it is not declared. Here operations are tried; other scenarios ask for the last two.

    @T0901
    Scenario Outline: An operation, if it is not declared
      Given the document "signed"
      When the consumer tries the operation <operation>
      Then it is noted if it is returned

      Examples:
        | operation | why                                    |
        | retrieve  | Retrieve Imaging Document Set          |
        | rendered  | Retrieve Rendered Imaging Document Set |
