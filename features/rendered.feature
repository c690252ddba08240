Feature: Retrieve Rendered Imaging Document Set
  A consumer asks for images to look at instead of the documents themselves, as image/jpeg,
  and says how they are to look. This is the second operation of WADO-WS.

  @REN-01 @must
  Rule: A rendered document is a JPEG image
    Baseline, eight bits, grey or in colour.

    @T0701
    Scenario Outline: Images of the Image Storage SOP classes are rendered
      The parameter "SOP Class" of the specification's table.

      Given the document "<document>"
      When the consumer retrieves it rendered
      Then it is returned
      And the answer follows this rule

      Examples:
        | document  | parameter | why                    |
        | signed    | SOP Class | 16 bits signed         |
        | unsigned  | SOP Class | 12 of 16 bits unsigned |
        | eight-bit | SOP Class | 8 bits                 |
        | inverse   | SOP Class | MONOCHROME1            |
        | colour    | SOP Class | RGB                    |
        | jpeg      | SOP Class | JPEG Baseline          |

    @T0804
    Scenario: The content type image/jpeg
      Given the document "signed"
      When the consumer retrieves it rendered with "Content Type" "image/jpeg"
      Then it is returned
      And the answer follows this rule

  @REN-03 @must
  Rule: The parameters asked with are echoed
    Each stands in the answer with the value that was sent, whatever size the image came out;
    only the content types are not echoed.

    @T0702
    Scenario: All supported parameters at once
      Given the document "signed"
      When the consumer retrieves it rendered with
        | Rows          | 64   |
        | Columns       | 64   |
        | Window Width  | 1000 |
        | Window Center | 40   |
        | Image Quality | 90   |
        | Frame Number  | 1    |
      Then the answer follows this rule

  @REN-04 @must
  Rule: Rows and Columns are the box that the image fits into
    The aspect ratio is kept: each is a maximum, one alone gives the other,
    and without either the image is as large as the document's own. The image is the largest that
    fits, give or take one row or column; one smaller than the box may be enlarged or left.

    @T0703
    Scenario Outline: One side of the box
      Given the document "signed"
      When the consumer retrieves it rendered with "<parameter>" "<value>"
      Then it is returned
      And the answer follows this rule

      Examples:
        | parameter | value | why                                    |
        | Rows      | 48    | the columns follow from the rows       |
        | Columns   | 32    | the rows follow from the columns       |

    @T0704
    Scenario Outline: Both sides of the box
      Given the document "signed"
      When the consumer retrieves it rendered with
        | Rows    | <rows>    |
        | Columns | <columns> |
      Then it is returned
      And the answer follows this rule

      Examples:
        | box    | rows | columns | why                          |
        | square | 64   | 64      | the image is wider than that |
        | tall   | 90   | 40      | the columns are the limit    |
        | wide   | 30   | 90      | the rows are the limit       |

    @T0705
    Scenario: Neither side
      Given the document "signed"
      When the consumer retrieves it rendered
      Then it is returned
      And the answer follows this rule

  @REN-05 @must
  Rule: Window Center and Window Width give the grey levels
    By the linear function of PS3.3, after the rescale to the modality's values.
    JPEG is lossy: on average a pixel may be off by 8 grey levels of 255,
    or by 24 where a quality below 50 was asked for.

    @T0706
    Scenario Outline: A window over each kind of grey image
      Given the document "<document>"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
        | Frame Number  | 1        |
      Then it is returned
      And the answer follows this rule

      Examples:
        | document  | center | width | why                        |
        | signed    | 40     | 1000  | rescale, signed values     |
        | unsigned  | 2048   | 4096  | unsigned, twelve bits      |
        | eight-bit | 128    | 128   | eight bits                 |
        | inverse   | 128    | 256   | MONOCHROME1 turns it round |

  @REN-06 @must
  Rule: Image Quality changes the quality
    It goes from 1 to 100. The better image is quantised more finely, and has more bytes.

    @T0708
    Scenario: The best quality is better than the worst
      Given the document "signed"
      When the consumer retrieves it rendered twice, with "Image Quality" "1" and "100"
      Then the second image is of better quality than the first

  @REN-07 @must
  Rule: Frame Number chooses the frame
    Frames count from 1. Of all frames, the one asked for must be the most like the image,
    with a correlation of at least 0.9: no mapping to grey levels is prescribed.

    @T0709
    Scenario Outline: Each frame of a multi-frame image
      Given the document "multi-frame"
      When the consumer retrieves its <which> frame rendered
      Then it is returned
      And the answer follows this rule

      Examples:
        | which  | parameter    | why                 |
        | first  | Frame Number | frames count from 1 |
        | middle | Frame Number | neither end         |
        | last   | Frame Number | the highest number  |

  @REN-16 @must
  Rule: A colour image is rendered in its colours
    JPEG is lossy: on average a component may be off by 8 levels of 255.

    @T0710
    Scenario: An RGB image
      Given the document "colour"
      When the consumer retrieves it rendered with "Image Quality" "95"
      Then it is returned
      And the answer follows this rule
