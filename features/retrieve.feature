Feature: Retrieve Imaging Document Set
  A consumer asks an Imaging Document Source for documents by their unique ids, and for the
  transfer syntaxes that it can read. This is RAD-69 of IHE, and the first operation of WADO-WS.
  As stored means: asked for in the transfer syntax that it is stored in, and in no other.
  Refused means: no document, but a registry error about it, with the code that is named
  or another one that the statement has for the situation.
  Out of scope: JPIP, and asynchronous answers.

  @RET-01 @must
  Rule: A document is application/dicom
    Its mimeType says so; what its part is called is judged elsewhere.

    @T0601
    Scenario: The media type of a document
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @DOC-01 @must
  Rule: A document is a DICOM Part 10 file
    Preamble, prefix and file meta information come with the data set.

    @T0602
    Scenario: A document begins as a DICOM file does
      Given the document "signed"
      When the consumer retrieves it as stored
      Then the answer follows this rule

  @DOC-02 @must
  Rule: A document is the instance that was asked for
    Its own unique ids say so, and those of its series and study; so does its SOP class.
    Its file meta information names the same instance and class.

    @T0603
    Scenario: The unique ids of several documents
      Given the document "signed"
      And the document "colour"
      When the consumer retrieves them as stored
      Then the answer follows this rule

    @T0619
    Scenario: One document of one series
      NIST ids_2018-4803a, and ids_2018-4811 case 0.

      Given the document "signed"
      When the consumer retrieves it in "Explicit VR Little Endian"
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

    @T0620
    Scenario: Documents of several series of one study
      NIST ids_2018-4803b.

      Given the document "angiography"
      And the document "enhanced-ct"
      And the document "palette"
      And the document "ybr-full"
      And the document "us-multi-frame"
      When the consumer retrieves them in "Explicit VR Little Endian"
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

    @T0621
    Scenario: Documents of several kinds in several series of one study
      NIST ids_2018-4803c.

      Given the document "unsigned"
      And the document "unsigned-sibling"
      And the document "eight-bit"
      And the document "structured-report"
      And the document "encapsulated-pdf"
      When the consumer retrieves them in "Explicit VR Little Endian"
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

    @T0622
    Scenario: Documents of several series of several studies, not in order
      Given the document "encapsulated-pdf"
      And the document "rle"
      And the document "unsigned"
      And the document "jpeg-2000-lossless"
      And the document "h264"
      And the document "unsigned-sibling"
      When the consumer retrieves them as stored
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

    @T0623
    Scenario: Every document that there is
      Given every document of the catalogue
      When the consumer retrieves them as stored
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

    @T0624
    Scenario: What a manifest names
      A consumer has nothing but a Key Object Selection to start from.

      Given the documents that the manifest names
      When the consumer retrieves them as stored
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

    @T0625
    Scenario: A document whose UIDs are asked for with blanks around them
      Nobody says whether the blanks belong to them. Another document never comes.

      Given the document "signed"
      And it is asked for with blanks around its UIDs
      When the consumer retrieves it as stored
      Then it is served or refused

    @T0628
    Scenario: Several documents of several SOP classes
      Given the document "signed"
      And the document "colour"
      And the document "structured-report"
      When the consumer retrieves them as stored
      Then the answer follows this rule

    @T0629
    Scenario: A converted document says what it is
      Given the document "jpeg-2000-lossless"
      When the consumer retrieves it in "Explicit VR Little Endian"
      Then the answer follows this rule where it applies

  @DOC-03 @must
  Rule: Nothing follows the data set of a document
    The line break before a boundary belongs to the boundary, and what looks like a boundary
    belongs to the document: it begins and ends where its data set does.

    @T0626
    Scenario: Several documents, one of which ends with a line break and one with lines like boundaries
      Given the document "line-break-end"
      And the document "boundary-lines"
      And the document "signed"
      And the document "encapsulated-pdf"
      When the consumer retrieves them as stored
      Then the answer follows this rule

    @T0627
    Scenario: A converted document
      Given the document "jpeg-ls"
      When the consumer retrieves it in "Explicit VR Little Endian"
      Then the answer follows this rule where it applies

  @RET-03 @must
  Rule: A document is returned in a transfer syntax that was asked for
    If none of these can be had, an error comes in place of the document.

    @T0605
    Scenario: An image asked for in another transfer syntax than it is stored in
      Given the document "sample-retrieve"
      When the consumer retrieves it in "Explicit VR Little Endian"
      Then the answer follows this rule where it applies

    @T0614
    Scenario: An image asked for in either of two transfer syntaxes
      Given the document "jpeg"
      When the consumer retrieves it in "JPEG 2000 (Lossless Only)" or "JPEG Baseline (Process 1)"
      Then it is returned
      And the answer follows this rule

  @RET-05 @must
  Rule: A document that is not there gets an error
    Its code is one that the statement has for an unknown document, study or series.

    @T0606
    Scenario: A document that does not exist, alone
      NIST ids_2018-4811 case 2.

      Given a document that does not exist
      When the consumer retrieves it as stored
      Then the document that does not exist gets an error that says so

    @T0615
    Scenario Outline: A document of a study or series that does not exist
      Given a document of a <what> that does not exist
      When the consumer retrieves it as stored
      Then the document that does not exist gets an error that says so

      Examples:
        | what   | why                              |
        | study  | nothing of it is there           |
        | series | its study is there, but not this |

  @RET-08 @must
  Rule: A document asked for from another repository is answered as declared
    A statement can say that it is refused. If it says nothing, either is right.

    @T0616
    Scenario: The repository does not exist
      NIST ids_2018-4811 case 1.

      Given the document "signed"
      And it is asked for from a repository that does not exist
      When the consumer retrieves it as stored
      Then "signed" is refused as "repository-unknown", or returned if the statement allows it

  @RET-09 @must
  Rule: A document asked for in a series or study that is not its own is answered as declared
    A statement can say that it is refused. If it says nothing, it may come, too: with the unique
    ids of its own series and study.

    @T0617
    Scenario Outline: The series and the study exist
      NIST ids_2018-4811 cases 3 and 4.

      Given the document "unsigned"
      And it is asked for in the series of "<other>"
      When the consumer retrieves it as stored
      Then "unsigned" is refused as "identifiers-inconsistent", or returned if the statement allows it

      Examples:
        | other     | why                     |
        | eight-bit | a series of its study   |
        | signed    | a series of another one |

    @T0618
    Scenario: Beside a document of another study, in its place
      Given the document "unsigned"
      And it is asked for in the series of "eight-bit"
      And the document "signed"
      When the consumer retrieves them as stored
      Then the document "signed" is returned
      And "unsigned" is refused as "identifiers-inconsistent", or returned if the statement allows it

    @T0630
    Scenario: Beside itself, in the series that is its own
      It may come once or twice, with or without an error, or all may be refused.

      Given the document "unsigned"
      And the document "unsigned"
      And it is asked for in the series of "eight-bit"
      When the consumer retrieves them as stored
      Then it is served or refused

  @RET-06 @must
  Rule: A document that cannot be had does not keep the others away
    It gets an error of its own, and the others come.

    @T0607
    Scenario: A document that does not exist, between two that do
      Given the document "signed"
      And a document that does not exist
      And the document "colour"
      When the consumer retrieves them as stored
      Then the document "signed" is returned
      And the document "colour" is returned
      And the document that does not exist gets an error
