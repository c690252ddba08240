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

    @T0738
    Scenario: Two frames of one document are told apart by their parameters
      Given the document "multi-frame"
      And it is asked for with "Frame Number" "1"
      And the document "multi-frame"
      And it is asked for with "Frame Number" "3"
      When the consumer retrieves them rendered
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
    By the linear function of PS3.3, after the rescale or the table of the modality, frame by frame;
    where the document names another function, by that as well. The mean of each block of 8 by 8
    pixels is as expected, but for what the image's own quantisation, a half step of the window,
    and scaling by any filter may change. Padding may be shown in any way.

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

    @T0730
    Scenario Outline: A window over what says itself how it is to be shown
      Given the document "<document>"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
        | Frame Number  | 1        |
      Then it is returned
      And the answer follows this rule

      Examples:
        | document             | center | width | why                                             |
        | sigmoid              | 2048   | 2048  | its own window has the function SIGMOID         |
        | linear-exact         | 4      | 8     | its own window has the function LINEAR_EXACT    |
        | voi-lut              | 1250   | 500   | a VOI LUT of its own gives way                  |
        | modality-lut         | 32768  | 65536 | the window is over what the table gives         |
        | two-windows          | -300   | 1200  | neither of its own two windows                  |
        | presentation-inverse | 2048   | 4096  | MONOCHROME1 and INVERSE turn it round once      |
        | padded               | 0      | 2000  | padding far below the window                    |
        | enhanced-ct          | 40     | 400   | its rescale is that of all frames, or of each   |
        | jpeg-extended        | 2048   | 4096  | JPEG of 12 bits                                 |
        | jpeg-ls              | 2048   | 4096  | compressed without loss                         |
        | jpeg-2000-lossless   | 40     | 1000  | signed values, compressed without loss          |
        | implicit             | 2048   | 4096  | Implicit VR Little Endian                       |
        | big-endian           | 2048   | 4096  | the other order of bytes                        |
        | deflated             | 128    | 256   | deflated                                        |

    @T0731
    Scenario Outline: Windows wide, narrow and beside the values
      Given the document "unsigned"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
      Then it is returned
      And the answer follows this rule

      Examples:
        | window  | center | width | why                                 |
        | narrow  | 2048   | 64    | most of it black or white           |
        | wide    | 2048   | 30000 | a few greys in the middle           |
        | dark    | 5000   | 100   | all values below it: black          |
        | bright  | -100   | 100   | all values above it: white          |

    @T0732
    Scenario Outline: A window and a size together
      Given the document "<document>"
      When the consumer retrieves it rendered with
        | Window Center | <center> |
        | Window Width  | <width>  |
        | Rows          | <rows>   |
      Then it is returned
      And the answer follows this rule

      Examples:
        | document | center | width | rows | why                       |
        | signed   | 40     | 1000  | 48   | smaller than it is stored |
        | unsigned | 2048   | 4096  | 300  | larger than it is stored  |

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
    Whatever they are stored as. The mean of each block of 16 by 16 pixels is as expected in red,
    green and blue, but for what the image's own quantisation and scaling may change.

    @T0710
    Scenario: An RGB image
      Given the document "colour"
      When the consumer retrieves it rendered with "Image Quality" "95"
      Then it is returned
      And the answer follows this rule

    @T0733
    Scenario Outline: Colours that are stored otherwise
      Given the document "<document>"
      When the consumer retrieves it rendered with
        | Image Quality | 95 |
        | Frame Number  | 1  |
      Then it is returned
      And the answer follows this rule

      Examples:
        | document       | why                                      |
        | ybr-full       | brightness and two differences           |
        | ybr-full-422   | the differences at half the width        |
        | palette        | indices into a palette                   |
        | rle            | plane behind plane                       |
        | jpeg           | JPEG Baseline                            |
        | jpeg-2000      | JPEG 2000, its colours transformed       |
        | us-multi-frame | one frame of several                     |

  @REN-17 @must
  Rule: Without a window the image shows the document's values, rising from black to white
    Nobody says which window an endpoint takes of its own. It may be one of the document's, its VOI
    LUT, or any other mapping by which values that are higher are nowhere darker; of MONOCHROME1,
    nowhere lighter. What lies left, right, above and below lies there in the image.

    @T0734
    Scenario Outline: Grey images as the endpoint likes to show them
      Given the document "<document>"
      When the consumer retrieves it rendered with "Frame Number" "1"
      Then it is returned
      And the answer follows this rule

      Examples:
        | document             | why                                          |
        | signed               | signed values, and no window                 |
        | unsigned             | a window of its own                          |
        | eight-bit            | 8 bits                                       |
        | inverse              | MONOCHROME1                                  |
        | sigmoid              | a window of the function SIGMOID             |
        | linear-exact         | a window of the function LINEAR_EXACT        |
        | voi-lut              | a table in place of a window                 |
        | modality-lut         | a table of the modality, which falls         |
        | two-windows          | two windows                                  |
        | padded               | padding, which counts for no window          |
        | presentation-inverse | MONOCHROME1 and INVERSE                      |
        | angiography          | a run of frames                              |
        | enhanced-ct          | enhanced: what frames share stands once      |

    @T0735
    Scenario: Pixels that are twice as high as wide
      They may be shown as they are stored, or true to their shape.

      Given the document "tall-pixels"
      When the consumer retrieves it rendered
      Then it is returned
      And the answer follows this rule

    @T0736
    Scenario: Two images of one series
      Each document gets the image that was made of it.

      Given the document "unsigned"
      And the document "unsigned-sibling"
      When the consumer retrieves them rendered
      Then it is returned
      And the answer follows this rule

    @T0737
    Scenario: The same image again
      Given the document "unsigned"
      When the consumer retrieves it rendered twice
      Then it is returned
      And the answer follows this rule
