Feature: Parameters of rendered retrieval
  What each parameter of the specification's table may say, from its least to its greatest value.
  Good values are anybody's; boundary values are the last ones that are allowed, or the first that
  need care; open ones are those that the sources disagree about: the ledger has the question, the
  statement can have the answer, and without one either answer will do.

  @REN-01 @must
  Rule: A rendered document is a JPEG image
    The content types are a list of those that will do. One that can be had is enough, wherever it
    stands in the list. Names of content types are alike in capitals and small letters.

    @T0811
    Scenario Outline: Lists that have image/jpeg
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is returned
      And the answer follows this rule

      Examples:
        | case     | parameter    | value                                                        | kind     | why                       |
        | alone    | Content Type | image/jpeg                                                   | good     | the table's own           |
        | capitals | Content Type | IMAGE/JPEG                                                   | boundary | the same name             |
        | first    | Content Type | image/jpeg image/x-wadows-unknown                            | good     | the other is not needed   |
        | middle   | Content Type | image/x-wadows-unknown image/jpeg application/x-wadows-other | boundary | the others are not needed |
        | last     | Content Type | image/x-wadows-unknown image/jpeg                            | boundary | the first cannot be had   |

    @T0849
    Scenario Outline: SOP classes of the Image Storage table
      The parameter "SOP Class" of the specification's table.

      Given the document "<document>"
      When the consumer retrieves its first frame rendered
      Then it is returned
      And the answer follows this rule

      Examples:
        | document    | parameter | kind     | why                                   |
        | signed      | SOP Class | good     | Computed Tomography                   |
        | unsigned    | SOP Class | good     | Magnetic Resonance                    |
        | inverse     | SOP Class | good     | Computed Radiography                  |
        | jpeg        | SOP Class | good     | a photograph                          |
        | angiography | SOP Class | boundary | a run, of which one frame is an image |
        | enhanced-ct | SOP Class | boundary | a volume, of which one slice is one   |

    @T0812
    Scenario: Character sets for text that an image does not have
      Given the document "signed"
      When the consumer retrieves it rendered with the character sets "ISO-8859-1 UTF-8"
      Then it is returned
      And the answer follows this rule

    @T0813
    Scenario: An element that nobody knows
      Given the document "signed"
      When the consumer retrieves it rendered with an element that nobody knows
      Then the reading "extension-elements" decides: it is returned, or a fault

  @REN-04 @must
  Rule: Rows and Columns are the box that the image fits into

    @T0814
    Scenario Outline: One side, from its least value to beyond the image
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is returned
      And the answer follows this rule

      Examples:
        | case              | parameter | value | kind     | why                                  |
        | rows              | Rows      | 60    | good     | less than the image has              |
        | one row           | Rows      | 1     | boundary | the least that there is              |
        | rows as stored    | Rows      | 96    | boundary | as many as the image has             |
        | one row more      | Rows      | 97    | boundary | one more than it has: either will do |
        | columns           | Columns   | 60    | good     | less than the image has              |
        | two columns       | Columns   | 2     | boundary | the least that leaves a row          |
        | columns as stored | Columns   | 128   | boundary | as many as the image has             |
        | one column more   | Columns   | 129   | boundary | one more than it has: either will do |

    @T0815
    Scenario: A box of one pixel
      Given the document "signed"
      When the consumer retrieves it rendered with
        | Rows    | 1 |
        | Columns | 1 |
      Then it is returned
      And the answer follows this rule

    @T0816
    Scenario: Several documents, each with a box of its own
      Given the document "signed"
      And it is asked for with "Rows" "48"
      And the document "inverse"
      And it is asked for with "Columns" "20"
      And the document "colour"
      When the consumer retrieves them rendered
      Then it is returned
      And the answer follows this rule

    @T0847 @hostile
    Scenario Outline: Images larger than any memory
      An error of any kind will do, or an image that is left as large as it is;
      but it has to come in time.

      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is served or refused

      Examples:
        | case         | parameter | value      | kind     | why                           |
        | rows         | Rows      | 2147483647 | boundary | the largest number of 32 bits |
        | columns      | Columns   | 2147483647 | boundary | the largest number of 32 bits |
        | more rows    | Rows      | 2147483648 | bad      | beyond a number of 32 bits    |
        | more columns | Columns   | 2147483648 | bad      | beyond a number of 32 bits    |

    @T0848 @hostile
    Scenario: Images larger than any memory in both directions
      Given the document "signed"
      When the consumer retrieves it rendered with
        | Rows    | 2147483647 |
        | Columns | 2147483647 |
      Then it is served or refused

  @REN-05 @must
  Rule: Window Center and Window Width give the grey levels

    @T0817
    Scenario Outline: Windows from the narrowest to those beyond all values
      Given the document "signed"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
      Then it is returned
      And the answer follows this rule

      Examples:
        | case             | parameter     | center | width | kind     | why                               |
        | above 0          | Window Center | 300    | 600   | good     | as soft tissue and bone have it   |
        | 0                | Window Center | 0      | 1000  | boundary | water                             |
        | below 0          | Window Center | -600   | 1500  | good     | as lungs have it                  |
        | below all values | Window Center | -20000 | 100   | boundary | all of the image is white         |
        | above all values | Window Center | 20000  | 100   | boundary | all of the image is black         |
        | wide             | Window Width  | 40     | 4000  | good     | all of the image is grey          |
        | narrowest        | Window Width  | 40     | 1     | boundary | black or white, and nothing else  |
        | two              | Window Width  | 40     | 2     | boundary | the narrowest that has a slope    |
        | widest           | Window Width  | 40     | 65536 | boundary | more than 16 bits have of values  |

    @T0850 @hostile
    Scenario Outline: Windows wider than any table of grey levels
      An error of any kind will do, or an image through that window;
      but it has to come in time.

      Given the document "signed"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
      Then it is served or refused

      Examples:
        | case   | parameter    | center | width      | kind     | why                           |
        | widest | Window Width | 40     | 2147483647 | boundary | the largest number of 32 bits |
        | wider  | Window Width | 40     | 2147483648 | open     | beyond a number of 32 bits    |

    @T0818
    Scenario: The same document through two windows
      Given the document "signed"
      And it is asked for with "Window Center" "40"
      And it is asked for with "Window Width" "400"
      And the document "signed"
      And it is asked for with "Window Center" "-600"
      And it is asked for with "Window Width" "1500"
      When the consumer retrieves them rendered
      Then it is returned
      And the answer follows this rule

  @REN-06 @must
  Rule: Image Quality changes the quality

    @T0819
    Scenario Outline: Qualities from the worst to the best
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is returned

      Examples:
        | case   | parameter     | value | kind     | why               |
        | middle | Image Quality | 50    | good     | neither end       |
        | worst  | Image Quality | 1     | boundary | the least allowed |
        | best   | Image Quality | 100   | boundary | the most allowed  |

  @REN-07 @must
  Rule: Frame Number chooses the frame

    @T0820
    Scenario Outline: Frames of other documents than secondary captures
      Given the document "<document>"
      When the consumer retrieves its <which> frame rendered
      Then it is returned
      And the answer follows this rule

      Examples:
        | case            | document    | which  | parameter    | kind     | why                    |
        | first of a run  | angiography | first  | Frame Number | boundary | frames count from 1    |
        | middle of a run | angiography | middle | Frame Number | good     | neither end            |
        | last of a run   | angiography | last   | Frame Number | boundary | the highest number     |
        | first of slices | enhanced-ct | first  | Frame Number | boundary | slices count as frames |
        | last of slices  | enhanced-ct | last   | Frame Number | boundary | the highest number     |

    @T0821
    Scenario: The only frame of a document
      Given the document "signed"
      When the consumer retrieves it rendered with "Frame Number" "1"
      Then it is returned

    @T0822
    Scenario: Two frames of the same document
      Given the document "multi-frame"
      And it is asked for with "Frame Number" "1"
      And the document "multi-frame"
      And it is asked for with "Frame Number" "2"
      When the consumer retrieves them rendered
      Then it is returned
      And the answer follows this rule

  @REN-13 @must
  Rule: A value that is not allowed is refused
    Of the values below the sources disagree whether they are allowed. An image that is returned
    has to be what the value says, by the rules above.

    @T0823
    Scenario Outline: Numbers that can be written more plainly
      Given the document "<document>"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then the reading "<reading>" decides: it is returned, or refused as "value-invalid"

      Examples:
        | case            | parameter     | value | document    | reading        | kind | why                      |
        | signed rows     | Rows          | +64   | signed      | number-writing | open | a sign that says nothing |
        | signed columns  | Columns       | +64   | signed      | number-writing | open | a sign that says nothing |
        | signed quality  | Image Quality | +90   | signed      | number-writing | open | a sign that says nothing |
        | signed frame    | Frame Number  | +2    | multi-frame | number-writing | open | a sign that says nothing |
        | zeros rows      | Rows          | 0060  | signed      | number-writing | open | sixty, and not octal     |
        | zeros columns   | Columns       | 060   | signed      | number-writing | open | sixty, and not octal     |
        | zeros quality   | Image Quality | 090   | signed      | number-writing | open | ninety                   |
        | zeros frame     | Frame Number  | 002   | multi-frame | number-writing | open | the second frame         |
        | decimal rows    | Rows          | 60.0  | signed      | decimal-number | open | a whole number after all |
        | decimal columns | Columns       | 60.0  | signed      | decimal-number | open | a whole number after all |
        | decimal quality | Image Quality | 90.0  | signed      | decimal-number | open | a whole number after all |
        | decimal frame   | Frame Number  | 2.0   | multi-frame | decimal-number | open | a whole number after all |
        | exponent        | Rows          | 6e1   | signed      | decimal-number | open | sixty, and not six       |

    @T0824
    Scenario Outline: Windows that are no plain whole numbers
      The first two are decimal numbers as DICOM writes them.

      Given the document "signed"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
      Then the reading "<reading>" decides: it is returned, or refused as "value-invalid"

      Examples:
        | case            | parameter     | center     | width | reading        | kind | why                                |
        | decimal centre  | Window Center | 40.5       | 400   | decimal-window | open | a fraction, as in data sets        |
        | decimal width   | Window Width  | 40         | 400.5 | decimal-window | open | a fraction, as in data sets        |
        | no fraction     | Window Center | 40.0       | 400.0 | decimal-window | open | whole numbers after all            |
        | exponent centre | Window Center | -6e2       | 1500  | decimal-window | open | minus six hundred, and not minus 6 |
        | exponent width  | Window Width  | 40         | 4E2   | decimal-window | open | four hundred, and not 4            |
        | large centre    | Window Center | 2147483648 | 400   | decimal-window | open | beyond a number of 32 bits         |
        | half a width    | Window Width  | 40         | 0.5   | decimal-window | open | less than the linear function has  |
        | signed centre   | Window Center | +40        | 400   | number-writing | open | a sign that says nothing           |
        | zeros width     | Window Width  | 40         | 0400  | number-writing | open | four hundred, and not octal        |

    @T0825
    Scenario Outline: Blanks around a value
      Given the document "<document>"
      When the consumer retrieves it rendered with "<parameter>" "<value>" between blanks
      Then the reading "blanks-around-a-value" decides: it is returned, or refused as "value-invalid"

      Examples:
        | parameter     | value | document    | kind | why                      |
        | Rows          | 60    | signed      | open | as padding in a data set |
        | Columns       | 60    | signed      | open | as padding in a data set |
        | Image Quality | 90    | signed      | open | as padding in a data set |
        | Frame Number  | 2     | multi-frame | open | as padding in a data set |

    @T0826
    Scenario Outline: Parameters that say nothing
      Given the document "signed"
      When the consumer retrieves it rendered with an empty "<parameter>"
      Then the reading "empty-parameter" decides: it is returned, or refused as "value-invalid"

      Examples:
        | parameter     | kind | why                                |
        | Rows          | open | no number, or as if it were absent |
        | Columns       | open | no number, or as if it were absent |
        | Window Center | open | no number, or as if it were absent |
        | Window Width  | open | no number, or as if it were absent |
        | Image Quality | open | no number, or as if it were absent |
        | Frame Number  | open | no number, or as if it were absent |

  @REN-10 @must
  Rule: A content type that is not supported is refused
    Of the ones below the sources disagree whether they ask for image/jpeg.

    @T0827
    Scenario Outline: Content types that are not plainly image/jpeg
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then the reading "<reading>" decides: it is returned, or refused as "content-type-refused"

      Examples:
        | case        | parameter    | value                  | reading                 | kind | why                   |
        | a weight    | Content Type | image/jpeg;q=1         | content-type-parameters | open | as in HTTP            |
        | a parameter | Content Type | image/jpeg;wadows=none | content-type-parameters | open | one that nobody knows |
        | any image   | Content Type | image/*                | content-type-wildcard   | open | as by URI             |
        | anything    | Content Type | */*                    | content-type-wildcard   | open | as by URI             |

    @T0828
    Scenario: Blanks around a content type
      Given the document "signed"
      When the consumer retrieves it rendered with "Content Type" "image/jpeg" between blanks
      Then the reading "blanks-around-a-value" decides: it is returned, or refused as "content-type-refused"

  @REN-11 @must
  Rule: A document that is not an image is refused
    Of the documents below the sources disagree whether they are images.

    @T0829
    Scenario Outline: Documents with pixels whose SOP class is no image's
      The parameter "SOP Class" of the specification's table.

      Given the document "<document>"
      When the consumer retrieves it rendered with "Frame Number" "1"
      Then the reading "what-is-an-image" decides: it is returned, or refused as "not-an-image"

      Examples:
        | document     | parameter | kind | why                                  |
        | rt-dose      | SOP Class | open | a plane of doses                     |
        | segmentation | SOP Class | open | one bit for each pixel               |
        | video        | SOP Class | open | a video whose frames are JPEG images |

  @REN-14 @must
  Rule: A frame that does not exist is refused

    @T0830
    Scenario: The second frame of a document that has one
      Some call it missing, to others Frame Number says nothing of such documents.

      Given the document "signed"
      When the consumer retrieves it rendered with "Frame Number" "2"
      Then the reading "frame-of-a-single-frame" decides: it is returned, or refused as "frame-out-of-range"
