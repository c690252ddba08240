Feature: Requests that cannot be answered
  What is wrong with a request itself, and not with what it asks for, is answered by a fault.
  The endpoint goes on working; each scenario sends one broken request and no more.

  @SOAP-02 @must
  Rule: A request that cannot be read gets a Sender fault
    The fault tells the consumer that sending the same again is of no use.
    A bare HTTP 400 will do: what cannot be read may not count as a SOAP message at all.

    @T0301
    Scenario Outline: A request without a readable operation
      Given a request with <defect>
      When the consumer sends it
      Then a "Sender" fault is returned

      Examples:
        | defect                               | why                               |
        | an envelope that is not well-formed  | no operation can be read          |
        | an envelope without a Body           | there is no operation             |
        | a Body that names no known operation | the operation belongs to nobody   |

  @SOAP-03 @must
  Rule: A header that must be understood and is not gets a MustUnderstand fault
    Nothing else of the request is carried out.

    @T0302
    Scenario: A header of an unknown namespace
      Given a request with a header that nobody knows and that must be understood
      When the consumer sends it
      Then a "MustUnderstand" fault is returned

  @SOAP-04 @must
  Rule: An envelope of an unknown namespace gets a VersionMismatch fault
    The namespace is what tells the versions of SOAP apart.

    @T0303
    Scenario: An envelope of a namespace that no version of SOAP has
      Given a request with an envelope of an unknown namespace
      When the consumer sends it
      Then a "VersionMismatch" fault is returned

  @SOAP-05 @must
  Rule: A fault says its code and its reason
    The code is one of SOAP 1.2's five, and every text of the reason has its language.

    @T0304
    Scenario: A fault explains itself
      Given a request with an envelope without a Body
      When the consumer sends it
      Then the answer follows this rule

  @HTTP-03 @must
  Rule: A fault has HTTP status 400 or 500
    400 is for Sender faults alone; many stacks send 500 with every fault.

    @T0305
    Scenario Outline: The HTTP status of a fault
      Given a request with <defect>
      When the consumer sends it
      Then the answer follows this rule

      Examples:
        | defect                                                 | why                  |
        | an envelope without a Body                             | Sender: 400 or 500   |
        | a header that nobody knows and that must be understood | MustUnderstand: 500  |
