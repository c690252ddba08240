Feature: Requests that are not as they should be
  What is wrong with a request itself, and not with what it asks for.
  Each scenario sends one request, for the smallest uncompressed image of the catalogue, that is
  right but for what is named; the endpoint goes on working. There are three kinds:

  - The standards say which fault is due; only that will do, or what the rule itself allows.
  - The standards say that it is right however odd it looks: the document is due.
  - The standards leave it open, or stacks in the field differ: the endpoint may serve it or refuse
    it, by a fault or by HTTP alone. It has to answer in time, whole, and with no other document.

  What could hurt a production system is tagged hostile, and sent only if that is asked for.
  Out of scope: a body that ends before its length says, for it could only be answered by hanging up.

  @SOAP-02 @must
  Rule: A request that cannot be read gets a Sender fault
    The fault tells the consumer that sending the same again is of no use.
    A bare HTTP 400 will do for any of these: it may not count as a SOAP message at all.
    No entity is ever expanded, and nothing that one names is fetched.

    @T0301
    Scenario Outline: A request without a readable operation
      Given a request with <defect>
      When the consumer sends it
      Then a "Sender" fault is returned

      Examples:
        | defect                                           | why                                         |
        | an envelope that is not well-formed              | no operation can be read                    |
        | an envelope without a Body                       | there is no operation                       |
        | a Body that names no known operation             | the operation belongs to nobody             |
        | a document type that defines nothing             | SOAP allows no DOCTYPE at all               |
        | a UID that is an entity of its own document type | expanded, it would be served: it may not be |

    @T0306
    Scenario Outline: A root element that is no Envelope
      Given a request with <defect>
      When the consumer sends it
      Then a "Sender or VersionMismatch" fault is returned

      Examples:
        | defect                             | why                                                           |
        | a root element that is no Envelope | SOAP's table says VersionMismatch, many stacks cannot read it |

    @T0307 @hostile
    Scenario Outline: Entities that a parser must not touch
      Given a request with <defect>
      When the consumer sends it
      Then a "Sender" fault is returned

      Examples:
        | defect                                 | why                                                |
        | a UID that is an entity from elsewhere | expanded, the endpoint would fetch what it is told |
        | a UID of entities that multiply        | expanded, a short request is a million digits      |

  @SOAP-03 @must
  Rule: A header that must be understood and is not gets a MustUnderstand fault
    Nothing else of the request is carried out. An HTTP error without that fault will not do.

    @T0302
    Scenario Outline: A header of an unknown namespace
      Given a request with <defect>
      When the consumer sends it
      Then a "MustUnderstand" fault is returned

      Examples:
        | defect                                                   | why                     |
        | a header that nobody knows and that must be understood   | it must be understood   |
        | a header that nobody knows and whose mustUnderstand is 1 | 1 says the same as true |

  @SOAP-04 @must
  Rule: An envelope of an unknown namespace gets a VersionMismatch fault
    The namespace is what tells the versions of SOAP apart.
    The fault may come in an envelope of SOAP 1.1, too. An HTTP error without a fault will not do.

    @T0303
    Scenario Outline: An envelope of a namespace that no version of SOAP has
      Given a request with <defect>
      When the consumer sends it
      Then a "VersionMismatch" fault is returned

      Examples:
        | defect                              | why                               |
        | an envelope of an unknown namespace | no version of SOAP has it         |
        | an envelope of no namespace         | no version of SOAP is without one |

  @SOAP-05 @must
  Rule: A fault says its code and its reason
    The code is one of SOAP 1.2's five, and every Text of the Reason has its xml:lang.
    A bare HTTP 400 is no fault, and is not judged by this.

    @T0304
    Scenario: A fault explains itself
      Given a request with an envelope without a Body
      When the consumer sends it
      Then the answer follows this rule where it applies

  @SOAP-09 @should
  Rule: An answer gives nothing away about the machine behind it
    A stack trace, the class of an exception or the path of a file helps an attacker,
    and tells a consumer nothing that it could act on. Faults, registry errors and the pages of HTTP
    errors are looked at, and no header fields such as Server.

    @T0308
    Scenario Outline: What a refusal says
      Given a request with <defect>
      When the consumer sends it
      Then the answer follows this rule

      Examples:
        | defect                               | why                                |
        | an envelope that is not well-formed  | a parser fails                     |
        | a Body that names no known operation | the search for the operation fails |

  @SOAP-10 @should
  Rule: A MustUnderstand fault names the header that was not understood
    It stands in a NotUnderstood header: otherwise the consumer can only guess what to leave out.

    @T0309
    Scenario: A header that is named
      Given a request with a header that nobody knows and that must be understood
      When the consumer sends it
      Then the answer follows this rule where it applies

  @SOAP-11 @should
  Rule: A VersionMismatch fault says which envelopes are understood
    They stand in an Upgrade header, so that the consumer can use one of them.

    @T0310
    Scenario: Envelopes that are named
      Given a request with an envelope of an unknown namespace
      When the consumer sends it
      Then the answer follows this rule where it applies

  @SOAP-12 @must
  Rule: A request that the standards leave open is served or refused
    Served: a registry response, even one with neither document nor error.
    Refused: a fault, whatever its code, or an HTTP status from 400 on.
    It fails only if no answer comes in time, or one that is cut off or empty,
    or that holds a document which was not asked for.
    Where the answer is asked for at another address, HTTP 202 without a body will do.

    @T0311
    Scenario Outline: An envelope that is right in another way
      Given a request with <oddity>
      When the consumer sends it
      Then it is served or refused

      Examples:
        | oddity                                   | why                                                      |
        | an envelope of SOAP 1.1                  | a node may know both versions, or say which one it knows |
        | an envelope and a media type of SOAP 1.1 | that is how a consumer of SOAP 1.1 asks                  |
        | a processing instruction                 | no sender may, but a receiver only should refuse it      |
        | an element that nobody knows             | the schema forbids it, but need not be asked             |

    @T0312
    Scenario Outline: Addressing headers that are not as they should be
      Given a request with <oddity>
      When the consumer sends it
      Then it is served or refused

      Examples:
        | oddity                                     | why                                                       |
        | no Header                                  | its body says what is asked for                           |
        | no Action                                  | its body says what is asked for                           |
        | an Action of no operation                  | its body says what is asked for, a fault is optional      |
        | no MessageID                               | the answer can relate to nothing                          |
        | two Actions                                | a fault is due, but many stacks read the first            |
        | two MessageIDs                             | a fault is due, but many stacks read the first            |
        | an action parameter that is not its Action | it belongs to another media type, and many do not read it |

    @T0313
    Scenario Outline: A message that comes again
      Given a request with <oddity>
      When the consumer sends it twice
      Then it is served or refused

      Examples:
        | oddity                       | why                                            |
        | a MessageID that comes again | what a receiver makes of a repeat is left open |

    @T0314
    Scenario Outline: Documents and transfer syntaxes that are not asked for as the schema has it
      NIST ids_2018-4811 has an empty study UID (case 5), an empty series UID (case 6), both
      (case 7), and an empty transfer syntax (case 8). It refuses them by a registry error.

      Given a request with <oddity>
      When the consumer sends it
      Then it is served or refused

      Examples:
        | oddity                                   | why                                             |
        | its transfer syntaxes before its studies | all is there, in another order                  |
        | no list of transfer syntaxes             | none is asked for, so that any would do         |
        | two lists of transfer syntaxes           | both say the same                               |
        | a list of no transfer syntax             | none is asked for, so that any would do         |
        | an empty transfer syntax                 | no document is in one                           |
        | the same transfer syntax twice           | the schema allows it, and it says nothing new   |
        | no study                                 | nothing is asked for                            |
        | a study of no series                     | nothing is asked for                            |
        | a series of no document                  | nothing is asked for                            |
        | a study without its UID                  | the UID of the document alone names it          |
        | an empty study UID                       | the schema allows it, no study has it           |
        | an empty series UID                      | the schema allows it, no series has it          |
        | an empty document UID                    | the schema allows it, no document has it        |
        | two UIDs for one document                | two in one request, and only the first exists   |
        | the same document twice                  | once or twice, or refused: nobody says which    |

    @T0315
    Scenario Outline: A message that is packed in another way
      Given a request with <oddity>
      When the consumer sends it
      Then it is served or refused

      Examples:
        | oddity                                      | why                                                  |
        | a plain envelope instead of an MTOM message | IHE asks for MTOM, many stacks read both             |
        | an envelope in UTF-16                       | XML can be in it, what is sent here is UTF-8         |
        | an xop:Include that names no part           | it stands in a header that nobody has to read        |
        | a start that names no part                  | MIME does not say what the root is then              |
        | no boundary parameter                       | the body shows the boundary to who looks for it      |
        | a boundary that never comes                 | the body shows another to who looks for it           |
        | a media type of plain text                  | the envelope is in it all the same                   |
        | no media type                               | the body shows what it is to who looks               |
        | the verb PUT                                | SOAP uses POST, and says no more                     |
        | a body packed with gzip                     | HTTP has content codings, SOAP does not ask for them |

    @T0316 @hostile
    Scenario Outline: Requests that can hurt
      Given a request with <oddity>
      When the consumer sends it
      Then it is served or refused

      Examples:
        | oddity                            | why                                           |
        | a ReplyTo that is somewhere else  | an endpoint may try to send the answer there  |
        | a UID of a million digits         | an endpoint may keep it, compare it or log it |
        | elements nested ten thousand deep | a parser may run out of its stack             |

  @WSA-07 @must
  Rule: A fault has an Action
    Any will do. It is judged where the addressing headers of the request could be read.

    @T0317
    Scenario: The Action of a fault
      Given a request with a header that nobody knows and that must be understood
      When the consumer sends it
      Then the answer follows this rule where it applies

  @WSA-08 @must
  Rule: White space around an Action is no part of it
    It is an address by its type, and white space around one does not count.

    @T0318
    Scenario Outline: An Action with white space around it
      Given a request with <oddity>
      When the consumer sends it
      Then it is returned
      And the status is "Success"

      Examples:
        | oddity                        | why                            |
        | blanks around its Action      | as a template may leave them   |
        | line breaks around its Action | as a pretty printer makes them |

  @MIME-10 @must
  Rule: The root part of a request is the one that its start names
    It need not be the first. Parts that nothing refers to are allowed, and mean nothing.

    @T0319
    Scenario Outline: A root part that is not the first
      Given a request with <oddity>
      When the consumer sends it
      Then it is returned
      And the status is "Success"

      Examples:
        | oddity                            | why                        |
        | its root part behind another part | the start names the second |

  @HTTP-03 @must
  Rule: A fault has HTTP status 400 or 500
    400 is for Sender faults alone, all others have 500; many stacks send 500 with Sender, too.

    @T0305
    Scenario Outline: The HTTP status of a fault
      Given a request with <defect>
      When the consumer sends it
      Then the answer follows this rule where it applies

      Examples:
        | defect                                                 | why                 |
        | an envelope without a Body                             | Sender: 400 or 500  |
        | a header that nobody knows and that must be understood | MustUnderstand: 500 |

  @HTTP-05 @must
  Rule: A verb that is refused is answered with those that are taken
    An answer 405 lists them in its Allow header; an answer with another status is not judged.

    @T0320
    Scenario: The verbs that are taken
      Given a request with the verb PUT
      When the consumer sends it
      Then the answer follows this rule where it applies

  @HTTP-06 @may
  Rule: What is no SOAP message is refused by HTTP itself
    The verb by 405, the media type by 415, either also by 400. Anything else is only noted.

    @T0321
    Scenario Outline: A refusal by HTTP
      Given a request with <oddity>
      When the consumer sends it
      Then the answer follows this rule

      Examples:
        | oddity                     | why                               |
        | the verb PUT               | SOAP messages come by POST        |
        | a media type of plain text | SOAP messages are of other types  |
        | no media type              | nothing says that it is a message |

  @HTTP-07 @must
  Rule: The SOAPAction of a request says nothing
    SOAP 1.2 has no such header; consumers that still send it are served as if they did not.

    @T0322
    Scenario Outline: A request with a SOAPAction
      Given a request with <oddity>
      When the consumer sends it
      Then it is returned
      And the status is "Success"

      Examples:
        | oddity                              | why                                 |
        | an empty SOAPAction                 | as stacks of SOAP 1.1 write it      |
        | the SOAPAction of its own operation | as a WSDL may have a stack write it |
        | the SOAPAction of something else    | its Action says what is asked for   |
