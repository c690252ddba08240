Feature: Rendered retrieval that is refused
  The specification has a code for each reason why an image is not rendered.
  Refused means: no image, but a registry error about the document, with the code that is named
  or another one that the statement has for the situation. A fault will not do.

  @REN-08 @must
  Rule: A request to anonymize is refused where the server cannot
    Not judged where the statement declares Anonymize supported.

    @T0801
    Scenario Outline: Anonymize
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "anonymization-unsupported" with "urn:dicom:wado:0002"

      Examples:
        | value | parameter | kind | why                           |
        | yes   | Anonymize | good | the only word that it may say |

    @T0831
    Scenario Outline: Anonymize with other words than its only one
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then the reading "several-reasons" decides: it is refused as "anonymization-unsupported", or as "value-invalid"

      Examples:
        | value   | parameter | kind     | why                             |
        | no      | Anonymize | boundary | not even this word can be given |
        | YES     | Anonymize | boundary | the word, but in capitals       |
        | perhaps | Anonymize | bad      | no word that the parameter has  |

    @T0832
    Scenario Outline: Anonymize that says nothing
      Given the document "signed"
      When the consumer retrieves it rendered with an empty "<parameter>"
      Then the reading "empty-parameter" decides: it is returned, or refused as "anonymization-unsupported"

      Examples:
        | parameter | kind | why                              |
        | Anonymize | open | present, or as if it were absent |

  @REN-09 @must
  Rule: A parameter that is not supported is refused

    @T0802
    Scenario Outline: Parameters that the specification's table does not support
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "parameter-unsupported" with "urn:dicom:wado:0013"

      Examples:
        | parameter               | value           | kind | why                    |
        | Region                  | 0.0,0.0,0.5,0.5 | good | a quarter of the image |
        | Annotation              | patient         | good | text burnt in          |
        | Presentation UID        | 2.25.1          | good | a presentation state   |
        | Presentation Series UID | 2.25.2          | good | the series of one      |

    @T0833
    Scenario Outline: Values that would change nothing, and values that would be wrong
      No value makes a parameter supported. One that would be wrong may be refused for that.

      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then the reading "several-reasons" decides: it is refused as "parameter-unsupported", or as "value-invalid"

      Examples:
        | case           | parameter               | value             | kind     | why                      |
        | the whole      | Region                  | 0.0,0.0,1.0,1.0   | boundary | as if it were not there  |
        | nothing of it  | Region                  | 0.5,0.5,0.5,0.5   | boundary | a region of no pixel     |
        | turned round   | Region                  | 1.0,1.0,0.0,0.0   | bad      | ends before it begins    |
        | no region      | Region                  | left              | bad      | no numbers               |
        | two texts      | Annotation              | patient,technique | boundary | all that can be burnt in |
        | no text        | Annotation              | x-wadows-unknown  | bad      | nobody knows it          |
        | no UID         | Presentation UID        | abc               | bad      | no UID                   |
        | no series' UID | Presentation Series UID | abc               | bad      | no UID                   |

    @T0834
    Scenario Outline: A presentation state that the archive has
      Given the document "jpeg-ls"
      When the consumer retrieves it rendered with the "<parameter>" of "<state>"
      Then it is refused as "parameter-unsupported" with "urn:dicom:wado:0013"

      Examples:
        | parameter               | state              | kind     | why                                  |
        | Presentation UID        | presentation-state | boundary | it is there, and it is of this image |
        | Presentation Series UID | presentation-state | boundary | its series is there                  |

    @T0835
    Scenario Outline: Parameters that are not supported and say nothing
      Given the document "signed"
      When the consumer retrieves it rendered with an empty "<parameter>"
      Then the reading "empty-parameter" decides: it is returned, or refused as "parameter-unsupported"

      Examples:
        | parameter               | kind | why                              |
        | Region                  | open | present, or as if it were absent |
        | Annotation              | open | present, or as if it were absent |
        | Presentation UID        | open | present, or as if it were absent |
        | Presentation Series UID | open | present, or as if it were absent |

  @REN-10 @must
  Rule: A content type that is not supported is refused
    An image that comes in the type asked for is noted; a JPEG in its place fails.

    @T0803
    Scenario Outline: Image formats that the table does not have
      Given the document "signed"
      When the consumer retrieves it rendered with "Content Type" "<type>"
      Then it is refused as "content-type-refused" with "urn:dicom:wado:0006", or comes in that type

      Examples:
        | format    | type                             | parameter    | kind | why                                      |
        | unknown   | image/x-wadows-unknown           | Content Type | bad  | nobody has it                            |
        | PNG       | image/png                        | Content Type | bad  | some have it: it is noted if it comes so |
        | several   | image/x-wadows-unknown image/gif | Content Type | bad  | none of them will do                     |
        | JPEG 2000 | image/jp2                        | Content Type | bad  | related by name only                     |
        | longer    | image/jpegs                      | Content Type | bad  | only begins like image/jpeg              |
        | half      | jpeg                             | Content Type | bad  | no type that it is a kind of             |
        | text      | text/plain                       | Content Type | bad  | no image                                 |

    @T0836
    Scenario: A content type that says nothing
      Given the document "signed"
      When the consumer retrieves it rendered with an empty "Content Type"
      Then the reading "several-reasons" decides: it is refused as "content-type-refused", or as "value-invalid"

  @REN-11 @must
  Rule: A document that is not an image is refused

    @T0805
    Scenario Outline: Documents that have no pixels
      Given the document "<document>"
      When the consumer retrieves it rendered
      Then it is refused as "not-an-image" with "urn:dicom:wado:0007"

      Examples:
        | document           | parameter | kind | why                          |
        | structured-report  | SOP Class | bad  | text in a tree               |
        | encapsulated-pdf   | SOP Class | bad  | pages, but no pixels         |
        | ecg                | SOP Class | bad  | samples of a curve           |
        | rt-structure-set   | SOP Class | bad  | contours, but no pixels      |
        | presentation-state | SOP Class | bad  | how to look at another image |

    @T0837
    Scenario Outline: Videos, whatever frame is asked for
      Given the document "<document>"
      When the consumer retrieves it rendered with "Frame Number" "1"
      Then it is refused as "not-an-image" with "urn:dicom:wado:0007"

      Examples:
        | document   | parameter | kind | why                             |
        | mpeg2-main | SOP Class | bad  | frames that hang on one another |
        | h264       | SOP Class | bad  | frames that hang on one another |
        | hevc       | SOP Class | bad  | frames that hang on one another |

  @REN-12 @must
  Rule: A multi-frame document without a frame number is refused

    @T0806
    Scenario: No Frame Number
      Given the document "multi-frame"
      When the consumer retrieves it rendered
      Then it is refused as "frame-missing" with "urn:dicom:wado:0008"

    @T0838
    Scenario Outline: No Frame Number, of other documents than secondary captures
      Given the document "<document>"
      When the consumer retrieves it rendered
      Then it is refused as "frame-missing" with "urn:dicom:wado:0008"

      Examples:
        | document    | parameter    | kind | why                    |
        | angiography | Frame Number | bad  | the frames of a run    |
        | enhanced-ct | Frame Number | bad  | the slices of a volume |

    @T0839
    Scenario: No Frame Number, beside a document that needs none
      Given the document "multi-frame"
      And the document "signed"
      When the consumer retrieves them rendered
      Then the document "signed" is returned
      And the document "multi-frame" is refused as "frame-missing"
      And the status is "PartialSuccess"

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
        | parameter     | value | document    | kind     | why                 |
        | Rows          | 0     | signed      | boundary | nothing to look at  |
        | Columns       | -1    | signed      | bad      | less than nothing   |
        | Image Quality | 101   | signed      | boundary | beyond the best     |
        | Window Width  | 0     | signed      | boundary | nothing in it       |
        | Frame Number  | 0     | multi-frame | boundary | frames count from 1 |

    @T0707
    Scenario Outline: Either parameter of a window alone
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "value-invalid" with "urn:dicom:wado:0012"

      Examples:
        | parameter     | value | kind | why                   |
        | Window Center | 40    | bad  | the width is missing  |
        | Window Width  | 1000  | bad  | the centre is missing |

    @T0810
    Scenario Outline: Values that are no numbers
      Given the document "<document>"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is refused as "value-invalid" with "urn:dicom:wado:0012"

      Examples:
        | case            | parameter     | value      | document    | kind     | why                        |
        | letters         | Rows          | abc        | signed      | bad      | letters                    |
        | negative rows   | Rows          | -60        | signed      | bad      | less than nothing          |
        | part of a row   | Rows          | 60.5       | signed      | bad      | no whole number            |
        | hexadecimal     | Rows          | 0x40       | signed      | bad      | digits of another system   |
        | unit            | Rows          | 60px       | signed      | bad      | more than a number         |
        | two numbers     | Rows          | 60 60      | signed      | bad      | a blank within             |
        | no column       | Columns       | 0          | signed      | boundary | nothing to look at         |
        | part of one     | Columns       | 0.5        | signed      | bad      | no whole number            |
        | a comma         | Columns       | 1,000      | signed      | bad      | no number of DICOM's       |
        | no columns      | Columns       | none       | signed      | bad      | letters                    |
        | a word          | Image Quality | best       | signed      | bad      | not a number               |
        | no quality      | Image Quality | 0          | signed      | boundary | below the worst            |
        | below nothing   | Image Quality | -1         | signed      | bad      | less than nothing          |
        | part of quality | Image Quality | 0.9        | signed      | bad      | of another scale           |
        | per cent        | Image Quality | 90%        | signed      | bad      | more than a number         |
        | large quality   | Image Quality | 2147483648 | signed      | bad      | beyond a number of 32 bits |
        | negative frame  | Frame Number  | -1         | multi-frame | bad      | frames count from 1        |
        | part of a frame | Frame Number  | 1.5        | multi-frame | bad      | between two frames         |
        | two frames      | Frame Number  | 1,2        | multi-frame | bad      | one image is one frame     |
        | all frames      | Frame Number  | all        | multi-frame | bad      | letters                    |

    @T0840
    Scenario Outline: Windows that are none
      Given the document "signed"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
      Then it is refused as "value-invalid" with "urn:dicom:wado:0012"

      Examples:
        | case           | parameter     | center   | width    | kind     | why                   |
        | no width       | Window Width  | 40       | 0        | boundary | nothing in it         |
        | negative width | Window Width  | 40       | -400     | bad      | less than nothing     |
        | a word         | Window Width  | 40       | wide     | bad      | letters               |
        | endless        | Window Width  | 40       | Infinity | bad      | no number of DICOM's  |
        | no number      | Window Center | NaN      | 400      | bad      | says so itself        |
        | a name         | Window Center | BONE     | 400      | bad      | letters               |
        | a comma        | Window Center | 40,5     | 400      | bad      | no number of DICOM's  |
        | two centres    | Window Center | 40\\-600 | 400      | bad      | as a data set has two |

    @T0841
    Scenario: Wrong values of some documents do not touch the others
      Given the document "signed"
      And it is asked for with "Rows" "48"
      And the document "colour"
      And it is asked for with "Rows" "0"
      And the document "inverse"
      And it is asked for with "Columns" "20"
      And the document "eight-bit"
      And it is asked for with "Image Quality" "best"
      When the consumer retrieves them rendered
      Then the document "signed" is returned
      And the document "inverse" is returned
      And the document "colour" is refused as "value-invalid"
      And the document "eight-bit" is refused as "value-invalid"
      And the status is "PartialSuccess"

    @T0842
    Scenario: The same document through a window and through half of one
      Given the document "signed"
      And it is asked for with "Window Center" "40"
      And it is asked for with "Window Width" "400"
      And the document "signed"
      And it is asked for with "Window Center" "40"
      When the consumer retrieves them rendered
      Then one rendering is returned, and one refused as "value-invalid"
      And the status is "PartialSuccess"

    @T0843
    Scenario Outline: More than one thing wrong
      The code of either will do, unless the statement says that the first of the two is sent.

      Given the document "<document>"
      When the consumer retrieves it rendered with
        | <parameter> | <value> |
        | <beside>    | <other> |
      Then the reading "several-reasons" decides: it is refused as "<first>", or as "<second>"

      Examples:
        | case                      | document          | parameter     | value     | beside     | other   | first                     | second                | why                        |
        | anonymized and annotated  | signed            | Anonymize     | yes       | Annotation | patient | anonymization-unsupported | parameter-unsupported | neither is supported       |
        | a region of no size       | signed            | Rows          | 0         | Region     | 0,0,1,1 | parameter-unsupported     | value-invalid         | a parameter and a value    |
        | a type and a size         | signed            | Content Type  | image/png | Rows       | 0       | content-type-refused      | value-invalid         | a type and a value         |
        | a report of no size       | structured-report | Columns       | 0         | Rows       | 48      | not-an-image              | value-invalid         | a document and a value     |
        | a region of a report      | structured-report | Region        | 0,0,1,1   | Rows       | 48      | not-an-image              | parameter-unsupported | a document and a parameter |
        | no frame in no size       | multi-frame       | Rows          | 0         | Columns    | 48      | value-invalid             | frame-missing         | a value and its absence    |
        | no frame in half a window | multi-frame       | Window Center | 40        | Rows       | 48      | value-invalid             | frame-missing         | two things are missing     |
        | a wrong frame in no size  | multi-frame       | Frame Number  | 9999      | Rows       | 0       | value-invalid             | frame-out-of-range    | two values                 |

  @REN-14 @must
  Rule: A frame that does not exist is refused

    @T0808
    Scenario: One beyond the last frame
      Given the document "multi-frame"
      When the consumer retrieves its missing frame rendered
      Then it is refused as "frame-out-of-range" with "urn:dicom:wado:0018"

    @T0844
    Scenario: Far beyond the last frame
      Given the document "multi-frame"
      When the consumer retrieves it rendered with "Frame Number" "2147483647"
      Then it is refused as "frame-out-of-range" with "urn:dicom:wado:0018"

    @T0845
    Scenario: Beyond a number of 32 bits
      Given the document "multi-frame"
      When the consumer retrieves it rendered with "Frame Number" "2147483648"
      Then the reading "several-reasons" decides: it is refused as "value-invalid", or as "frame-out-of-range"

    @T0846
    Scenario: A frame that is there and one that is not, of the same document
      Given the document "multi-frame"
      And it is asked for with "Frame Number" "9999"
      And the document "multi-frame"
      And it is asked for with "Frame Number" "2"
      When the consumer retrieves them rendered
      Then one rendering is returned, and one refused as "frame-out-of-range"
      And the status is "PartialSuccess"

  @REN-15 @must
  Rule: A failure while rendering is reported

    @T0809
    Scenario: Pixel data that nobody can decode
      Given the document "damaged"
      When the consumer retrieves it rendered
      Then it is refused as "processing-failure" with "urn:dicom:wado:0014"
