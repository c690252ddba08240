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

  @RET-02 @must
  Rule: A document asked for in the transfer syntax that it is stored in is returned as stored
    Its pixels are those stored, and so are its attributes, but for those that the statement
    declares as coerced. File meta information, group lengths, padding at the end, and whether the
    length of a sequence is written or left undefined may differ.

    @T0604
    Scenario Outline: Documents of every SOP class group and pixel shape
      Given the document "<document>"
      When the consumer retrieves it as stored
      Then it is returned
      And the answer follows this rule

      Examples:
        | document          | group             | why                                      |
        | signed            | image             | 16 bits signed                           |
        | unsigned          | image             | 12 of 16 bits unsigned                   |
        | eight-bit         | image             | 8 bits                                   |
        | inverse           | image             | MONOCHROME1                              |
        | colour            | image             | RGB                                      |
        | multi-frame       | image             | several frames                           |
        | jpeg              | image             | JPEG Baseline                            |
        | damaged           | image             | what cannot be decoded is still returned |
        | video             | video             | JPEG Baseline in a video SOP class       |
        | structured-report | structured-report | no pixels                                |
        | encapsulated-pdf  | other             | a document inside the document           |
        | sample-retrieve   | image             | Implicit VR Little Endian                |

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

  @RET-04 @must
  Rule: A document that cannot be had in a transfer syntax asked for gets an error
    No other transfer syntax takes the place of those asked for.

    @T0608
    Scenario: A structured report asked for as an image
      Given the document "structured-report"
      When the consumer retrieves it in "JPEG Baseline (Process 1)"
      Then it is refused as "transfer-syntax-refused" with "urn:dicom:wado:0007"

  @RET-07 @must
  Rule: A document is converted to the transfer syntaxes that the statement declares
    In the specification's own statement those are the two uncompressed ones,
    for everything but video. A transfer syntax that is not declared is refused;
    that a document comes in it all the same is noted.

    @T0613
    Scenario Outline: A compressed image asked for without compression
      Given the document "jpeg"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused

      Examples:
        | uid                 | syntax                    | why                    |
        | 1.2.840.10008.1.2.1 | Explicit VR Little Endian | decoded                |
        | 1.2.840.10008.1.2   | Implicit VR Little Endian | decoded, without types |

    @T0609
    Scenario Outline: Asking for an image in each transfer syntax of its table
      Given the document "signed"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused

      Examples:
        | uid                     | syntax                                                                   | why                                    |
        | 1.2.840.10008.1.2       | Implicit VR Little Endian                                                | uncompressed: declared by default      |
        | 1.2.840.10008.1.2.1     | Explicit VR Little Endian                                                | stored so                              |
        | 1.2.840.10008.1.2.4.50  | JPEG Baseline (Process 1)                                                | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.51  | JPEG Extended (Process 2 & 4)                                            | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.54  | JPEG Lossless, Non-Hierarchical (Process 14)                             | the UID of the table; PS3.6 has .57    |
        | 1.2.840.10008.1.2.4.70  | JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 SV1) | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.80  | JPEG-LS Lossless                                                         | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.81  | JPEG-LS Lossy (Near-Lossless)                                            | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.90  | JPEG 2000 (Lossless Only)                                                | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.91  | JPEG 2000                                                                | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.201 | HTJ2K (Lossless Only)                                                    | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.202 | HTJ2K with RPCL (Lossless Only)                                          | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.203 | HTJ2K                                                                    | only if it is declared as converted to |
        | 1.2.840.10008.1.2.5     | RLE Lossless                                                             | only if it is declared as converted to |

    @T0610
    Scenario Outline: Asking for a video in each transfer syntax of its table
      Given the document "video"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused

      Examples:
        | uid                       | syntax                                                               | why                                    |
        | 1.2.840.10008.1.2.4.50    | JPEG Baseline (Process 1)                                            | stored so                              |
        | 1.2.840.10008.1.2.4.100   | MPEG2 MP@ML                                                          | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.100.1 | Fragmentable MPEG2 MP@ML                                             | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.101   | MPEG2 MP@HL                                                          | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.101.1 | Fragmentable MPEG2 MP@HL                                             | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.102   | MPEG-4 AVC/H.264 High Profile / Level 4.1                            | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.102.1 | Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1               | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.103   | MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1              | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.103.1 | Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1 | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.104   | MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video               | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.104.1 | Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video  | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.105   | MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video               | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.105.1 | Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video  | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.106   | MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2                     | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.106.1 | Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2        | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.107   | HEVC/H.265 Main Profile / Level 5.1                                  | only if it is declared as converted to |
        | 1.2.840.10008.1.2.4.108   | HEVC/H.265 Main 10 Profile / Level 5.1                               | only if it is declared as converted to |

    @T0611
    Scenario Outline: Asking for a structured report in each transfer syntax of its table
      Given the document "structured-report"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused

      Examples:
        | uid                    | syntax                             | why                                    |
        | 1.2.840.10008.1.2      | Implicit VR Little Endian          | uncompressed: declared by default      |
        | 1.2.840.10008.1.2.1    | Explicit VR Little Endian          | stored so                              |
        | 1.2.840.10008.1.2.1.99 | Deflated Explicit VR Little Endian | only if it is declared as converted to |

    @T0612
    Scenario Outline: Asking for a document of another kind in each transfer syntax of its table
      Given the document "encapsulated-pdf"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused

      Examples:
        | uid                 | syntax                    | why                               |
        | 1.2.840.10008.1.2   | Implicit VR Little Endian | uncompressed: declared by default |
        | 1.2.840.10008.1.2.1 | Explicit VR Little Endian | stored so                         |
