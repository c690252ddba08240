Feature: The message that carries an answer
  Both operations answer an MTOM request with an MTOM message: an envelope in the root part of a
  multipart message, and documents in parts of their own.
  These rules are about how such a message is put together, whatever it says.
  Each is judged on every answer of every scenario; the scenarios here make sure that one comes.
  In all features a must that is broken fails, a should warns, and a may is only noted.
  Where it applies means: an answer that lacks what the rule is about is not judged by it.

  @HTTP-01 @must
  Rule: A response arrives whole
    All bytes of its Content-Length come, or all chunks with the last, empty one.

    @T0101
    Scenario: A document arrives whole
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @HTTP-02 @must
  Rule: An answer that is no fault has HTTP status 200
    Errors about documents are part of an answer: they do not change its HTTP status.

    @T0102
    Scenario: A document comes with status 200
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

    @T0103
    Scenario: A registry error comes with status 200
      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @HTTP-04 @must
  Rule: A response has one length
    Its length is given at most once, and not at all where it is sent in chunks.
    A response with two lengths may end in different places for different consumers.

    @T0110
    Scenario: A document comes with one length
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @HTTP-08 @must
  Rule: A response has one Content-Type
    A response with two may be a message to one consumer, and nothing to another.

    @T0122
    Scenario: A document comes with one media type
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @HTTP-09 @must
  Rule: A response is in no content coding
    A consumer undoes the coding that a response says it is in, and cannot if it is in none.
    It need know no coding where it asks for none.

    @T0123
    Scenario: A document comes without a content coding
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @MIME-01 @must
  Rule: The answer to an MTOM request is an MTOM message
    It is multipart/related of type application/xop+xml, even where no document comes.
    A fault may also be an envelope alone.

    @T0104
    Scenario Outline: An answer of either operation is an MTOM message
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule

      Examples:
        | document | how       | why                         |
        | signed   | as stored | the answer holds a document |
        | unsigned | rendered  | the answer holds an image   |

  @MIME-02 @must
  Rule: The multipart message ends with its closing boundary
    Without it nobody can tell a whole message from one that was cut off.

    @T0105
    Scenario: Several documents end with the closing boundary
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule

  @MIME-03 @must
  Rule: The root part is the one that start names
    The part of that Content-ID is there. Without a start parameter, the first part is the root.

    @T0106
    Scenario: The root part of a document's message is the one that start names
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @MIME-04 @must
  Rule: A part has the media type that mimeType says
    Parameters are not compared, and no media type at all fails.
    A part that is only called application/octet-stream says too little and gets a warning.

    @T0107
    Scenario Outline: The part of a document has the media type of the document
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule where it applies

      Examples:
        | document | how       | why               |
        | signed   | as stored | application/dicom |
        | unsigned | rendered  | image/jpeg        |

  @MIME-05 @should
  Rule: Nothing stands outside the boundaries
    Text before the first boundary and after the last one has no meaning in such a message;
    white space alone does not count.
    A consumer ignores it, so that it gets no more than a warning.

    @T0111
    Scenario: Nothing but parts comes with a document
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @MIME-06 @must
  Rule: Every delimiter stands on a line of its own that CR and LF end
    The first may open the body, and nothing need follow the last. If a line ends in LF alone,
    nobody can tell the last bytes of a document from what separates it from the next part.

    @T0112
    Scenario: Delimiters between several documents
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule

  @MIME-07 @must
  Rule: The boundary is one that MIME allows
    It has 1 to 70 of the characters that RFC 2046 allows, does not end in white space,
    and is quoted where it has one that may not stand unquoted in a parameter, such as a colon.

    @T0113
    Scenario: The boundary of a document's message
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @MIME-08 @must
  Rule: A Content-ID stands in angle brackets and belongs to one part
    Two parts of one Content-ID leave it open which of them a document is.
    A Content-ID without an @ gets a warning: it can still be told from others.

    @T0114
    Scenario: The parts of several documents can be told apart
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule where it applies

  @MIME-09 @must
  Rule: The type of the message is the media type of its root part
    A consumer decides by it whether it can read the message at all.

    @T0115
    Scenario: The type of a document's message
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @XOP-01 @must
  Rule: Every xop:Include names a part of the message
    What follows cid: in its URL, percent-decoded, is a Content-ID without the angle brackets.

    @T0108
    Scenario: Each of several documents is in a part of the message
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule where it applies

  @XOP-02 @must
  Rule: The root part is application/xop+xml of an application/soap+xml envelope
    Both media types stand in the Content-Type of the root part.

    @T0109
    Scenario: The root part says what it is
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @XOP-03 @must
  Rule: An xop:Include stands alone in its element
    Beside text or another element it is not resolved, and the document is lost.
    White space beside it gets a warning: most consumers overlook it.

    @T0116
    Scenario: Each of several documents is included and nothing else
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule where it applies

  @XOP-04 @must
  Rule: No two xop:Includes share a part
    Each has a part of its own, so that no document hangs on another.

    @T0117
    Scenario: Each of several documents has a part of its own
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule where it applies

  @XOP-05 @must
  Rule: A part that an xop:Include names says how it is encoded
    Content-Transfer-Encoding is there, is one that MIME knows, and the bytes agree with it.
    Without one, MIME takes a part for text of seven bits.

    @T0118
    Scenario: The parts of several documents say how they are encoded
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule where it applies

  @XOP-06 @may
  Rule: Every part is referred to
    Parts beside the root that no xop:Include names are allowed, and mean nothing: they are noted.

    @T0119
    Scenario: Nothing comes beside the documents asked for
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule
