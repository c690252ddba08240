Feature: The message that carries an answer
  Both operations answer an MTOM request with an MTOM message: an envelope in the root part of a
  multipart message, and documents in parts of their own.
  These rules are about how such a message is put together, whatever it says.
  Each is judged on every answer of every scenario; the scenarios here make sure that one comes.

  @HTTP-01 @must
  Rule: A response arrives whole
    As many bytes come as the response says, and the connection stays up until then.

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

  @MIME-01 @must
  Rule: The answer to an MTOM request is an MTOM message
    It is multipart/related of type application/xop+xml.

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
    Where the message has no start parameter, the first part is the root.

    @T0106
    Scenario: The root part of a document's message is the one that start names
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @MIME-04 @must
  Rule: A part has the media type that mimeType says
    A part that is only called application/octet-stream says too little and gets a warning.

    @T0107
    Scenario Outline: The part of a document has the media type of the document
      Given the document "<document>"
      When the consumer retrieves it <how>
      Then the answer follows this rule

      Examples:
        | document | how       | why               |
        | signed   | as stored | application/dicom |
        | unsigned | rendered  | image/jpeg        |

  @XOP-01 @must
  Rule: Every xop:Include names a part of the message
    The cid URL, its percent signs decoded, is the Content-ID of a part.

    @T0108
    Scenario: Each of several documents is in a part of the message
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule

  @XOP-02 @must
  Rule: The root part is application/xop+xml of an application/soap+xml envelope
    Both media types stand in the Content-Type of the root part.

    @T0109
    Scenario: The root part says what it is
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule
