Feature: Rendered retrieval that is refused
  The specification has a code for each reason why an image is not rendered.
  Refused means: no image, but a registry error about the document, with the code that is named
  or another one that the statement has for the situation. A fault will not do.

  @REN-08 @must
  Rule: A request to anonymize is refused where the server cannot
    Not judged where the statement declares Anonymize supported.

    @T0801
    Scenario: Anonymize
      Given the document "signed"
      When the consumer retrieves it rendered with "Anonymize" "yes"
      Then it is refused as "anonymization-unsupported" with "urn:dicom:wado:0002"

  @REN-09 @must
  Rule: A parameter that is not supported is refused

    @T0802
    Scenario Outline: Parameters that the specification's table does not support
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "parameter-unsupported" with "urn:dicom:wado:0013"

      Examples:
        | parameter               | value           | why                        |
        | Region                  | 0.0,0.0,0.5,0.5 | a quarter of the image     |
        | Annotation              | patient         | text burnt in              |
        | Presentation UID        | 2.25.1          | a presentation state       |
        | Presentation Series UID | 2.25.2          | the series of one          |

  @REN-10 @must
  Rule: A content type that is not supported is refused
    An image that comes in the type asked for is noted; a JPEG in its place fails.

    @T0803
    Scenario Outline: Image formats that the table does not have
      Given the document "signed"
      When the consumer retrieves it rendered with "Content Type" "<type>"
      Then it is refused as "content-type-refused" with "urn:dicom:wado:0006", or comes in that type

      Examples:
        | format  | type                   | why                                      |
        | unknown | image/x-wadows-unknown | nobody has it                            |
        | PNG     | image/png              | some have it: it is noted if it comes so |

  @REN-11 @must
  Rule: A document that is not an image is refused

    @T0805
    Scenario Outline: Documents that have no pixels
      Given the document "<document>"
      When the consumer retrieves it rendered
      Then it is refused as "not-an-image" with "urn:dicom:wado:0007"

      Examples:
        | document          | why                        |
        | structured-report | text in a tree             |
        | encapsulated-pdf  | pages, but no pixels       |

  @REN-12 @must
  Rule: A multi-frame document without a frame number is refused

    @T0806
    Scenario: No Frame Number
      Given the document "multi-frame"
      When the consumer retrieves it rendered
      Then it is refused as "frame-missing" with "urn:dicom:wado:0008"

  @REN-13 @must
  Rule: A value that is not allowed is refused
    Rows, Columns, Window Width and Frame Number are above 0, Image Quality is from 1 to 100,
    and Window Center and Window Width come together. The schema takes any text.

    @T0807
    Scenario Outline: Values outside of what is allowed
      Given the document "<document>"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "value-invalid" with "urn:dicom:wado:0012"

      Examples:
        | parameter     | value | document    | why                 |
        | Rows          | 0     | signed      | nothing to look at  |
        | Columns       | -1    | signed      | less than nothing   |
        | Image Quality | 101   | signed      | beyond the best     |
        | Window Width  | 0     | signed      | nothing in it       |
        | Frame Number  | 0     | multi-frame | frames count from 1 |

    @T0707
    Scenario Outline: Either parameter of a window alone
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "value-invalid" with "urn:dicom:wado:0012"

      Examples:
        | parameter     | value | why                   |
        | Window Center | 40    | the width is missing  |
        | Window Width  | 1000  | the centre is missing |

    @T0810
    Scenario Outline: Values that are no numbers
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "value-invalid" with "urn:dicom:wado:0012"

      Examples:
        | parameter     | value | why           |
        | Rows          | abc   | letters       |
        | Image Quality | best  | not a number  |

  @REN-14 @must
  Rule: A frame that does not exist is refused

    @T0808
    Scenario: One beyond the last frame
      Given the document "multi-frame"
      When the consumer retrieves its missing frame rendered
      Then it is refused as "frame-out-of-range" with "urn:dicom:wado:0018"

  @REN-15 @must
  Rule: A failure while rendering is reported

    @T0809
    Scenario: Pixel data that nobody can decode
      Given the document "damaged"
      When the consumer retrieves it rendered
      Then it is refused as "processing-failure" with "urn:dicom:wado:0014"
