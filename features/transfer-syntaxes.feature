Feature: Transfer syntaxes
  Which transfer syntax a document comes in. It is stored in one; the consumer lists those that it
  can read; the statement says what is returned as stored, and what is converted to what.
  No test document is stored in Stereo High Profile. Some decoders read the image in the role
  jpeg-spectral and some do not, for its UID is of a retired process: it is only asked for as stored.

  @RET-02 @must
  Rule: A document asked for in the transfer syntax that it is stored in is returned as stored
    Its pixels are those stored, and so are its attributes, but for those that the statement
    declares as coerced. File meta information, group lengths, padding at the end, and whether the
    length of a sequence is written or left undefined may differ.

    @T0604
    Scenario Outline: Documents of every SOP class group and pixel shape
      Given the document "<document>"
      When the consumer retrieves it as stored
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

      Examples: What most archives hold
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

      Examples: Images, by transfer syntax
        | document           | group | why                                             |
        | implicit           | image | Implicit VR Little Endian, the default of DICOM |
        | jpeg-extended      | image | JPEG Extended, 12 bits                          |
        | jpeg-spectral      | image | the table has its UID for JPEG Lossless         |
        | jpeg-lossless-sv1  | image | JPEG Lossless of predictor 1                    |
        | jpeg-ls            | image | JPEG-LS without loss                            |
        | jpeg-ls-near       | image | JPEG-LS with loss                               |
        | jpeg-2000-lossless | image | JPEG 2000 without loss, signed                  |
        | jpeg-2000          | image | JPEG 2000 with loss, in colour                  |
        | htj2k-lossless     | image | HTJ2K without loss                              |
        | htj2k-rpcl         | image | HTJ2K without loss, from coarse to fine         |
        | htj2k              | image | HTJ2K with loss                                 |
        | rle                | image | RLE, in colour                                  |

      Examples: Images, by SOP class and pixels
        | document         | group | why                                          |
        | unsigned-sibling | image | the second of its series                     |
        | ybr-full         | image | YBR_FULL                                     |
        | ybr-full-422     | image | YBR_FULL_422: fewer bytes than its size says |
        | palette          | image | PALETTE COLOR                                |
        | us-multi-frame   | image | ultrasound: frames in colour                 |
        | angiography      | image | X-ray angiography: a run of frames           |
        | enhanced-ct      | image | enhanced: what frames share stands once      |
        | longest-uid      | image | a SOP Instance UID of 64 characters          |
        | line-break-end   | image | it ends with a line break                    |

      Examples: Videos, by transfer syntax
        | document             | group | why                            |
        | mpeg2-main           | video | MPEG-2 of Main Level           |
        | mpeg2-main-fragments | video | the same in several fragments  |
        | mpeg2-high           | video | MPEG-2 of High Level           |
        | mpeg2-high-fragments | video | the same in several fragments  |
        | h264                 | video | H.264 of Level 4.1             |
        | h264-fragments       | video | the same in several fragments  |
        | h264-bd              | video | H.264 as Blu-ray discs have it |
        | h264-bd-fragments    | video | the same in several fragments  |
        | h264-2d              | video | H.264 of Level 4.2             |
        | h264-2d-fragments    | video | the same in several fragments  |
        | h264-3d              | video | H.264 of two views             |
        | h264-3d-fragments    | video | the same in several fragments  |
        | hevc                 | video | HEVC of Main Profile           |
        | hevc-fragments       | video | the same in several fragments  |
        | hevc-10              | video | HEVC of Main 10 Profile        |
        | hevc-10-fragments    | video | the same in several fragments  |

      Examples: Structured reports and other kinds
        | document                   | group             | why                                                |
        | structured-report-implicit | structured-report | Implicit VR Little Endian                          |
        | structured-report-deflated | structured-report | deflated: nothing can be read without inflating it |
        | manifest                   | structured-report | Key Object Selection                               |
        | ecg                        | other             | waveforms                                          |
        | segmentation               | other             | 1 bit a pixel                                      |
        | presentation-state         | other             | no pixels of its own                               |
        | rt-structure-set           | other             | contours, in Implicit VR Little Endian             |
        | rt-dose                    | other             | 32 bits a pixel, in Implicit VR Little Endian      |
        | encapsulated-pdf-implicit  | other             | Implicit VR Little Endian                          |
        | boundary-lines             | other             | lines in it look like those between parts          |

    @T0649
    Scenario: The same document again
      Given the document "signed"
      When the consumer retrieves it twice as stored
      Then what is declared is returned, and what is not is refused
      And the answer follows this rule where it applies

  @RET-04 @must
  Rule: A document that cannot be had in a transfer syntax asked for gets an error
    No other transfer syntax takes the place of those asked for.

    @T0608
    Scenario: A structured report asked for as an image
      Given the document "structured-report"
      When the consumer retrieves it in "JPEG Baseline (Process 1)"
      Then it is refused as "transfer-syntax-refused" with "urn:dicom:wado:0007"

    @T0634
    Scenario: A transfer syntax that DICOM does not have
      NIST ids_2018-4811 case 9.

      Given the document "signed"
      When the consumer retrieves it in "an unknown transfer syntax"
      Then it is refused as "transfer-syntax-refused" with "urn:dicom:wado:0007"

    @T0635
    Scenario: A transfer syntax that DICOM does not have, beside the one that it is stored in
      Given the document "signed"
      When the consumer retrieves it in "an unknown transfer syntax" or "Explicit VR Little Endian"
      Then what is declared is returned, and what is not is refused

    @T0636
    Scenario: A video asked for without compression
      Given the document "h264"
      When the consumer retrieves it in "Explicit VR Little Endian"
      Then what is declared is returned, and what is not is refused

    @T0648
    Scenario: An image whose pixels nobody can decode, asked for without compression
      Its JPEG stream holds no scan. Nothing takes the place of its pixels.

      Given the document "damaged"
      When the consumer retrieves it in "Explicit VR Little Endian"
      Then it is refused as "processing-failure" with "urn:dicom:wado:0014" where it would be converted, else refused

    @T0650
    Scenario: Beside a document that does not exist
      Its error is its own, and not that of the other.

      Given the document "structured-report"
      And a document that does not exist
      When the consumer retrieves them in "JPEG Baseline (Process 1)"
      Then the document "structured-report" is refused as "transfer-syntax-refused"

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
        | 1.2.840.10008.1.2.4.54  | JPEG Lossless, Non-Hierarchical (Process 14)                             | only if it is declared as converted to |
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

    @T0637
    Scenario Outline: Images stored in a transfer syntax that the table of images does not have
      Given the document "<document>"
      When the consumer retrieves it as stored
      Then what is declared is returned, and what is not is refused

      Examples:
        | document      | why                                                |
        | jpeg-lossless | JPEG Lossless, for which the table has another UID |
        | deflated      | only the table of structured reports has it        |
        | big-endian    | Explicit VR Big Endian, retired                    |

    @T0638
    Scenario Outline: The matrix: what is stored in one transfer syntax, asked for in each
      A request for each transfer syntax of the table of its SOP class group, as above
      for the documents in the roles signed, video, structured-report and encapsulated-pdf.

      Given the document "<document>"
      When the consumer retrieves it in each transfer syntax of its table
      Then each time what is declared is returned, and what is not is refused

      Examples: Images
        | document           | why                                                |
        | implicit           | Implicit VR Little Endian                          |
        | big-endian         | Explicit VR Big Endian, retired                    |
        | deflated           | deflated, attributes and pixels                    |
        | jpeg               | JPEG Baseline, in colour                           |
        | jpeg-extended      | JPEG Extended, 12 bits                             |
        | jpeg-lossless      | JPEG Lossless, for which the table has another UID |
        | jpeg-lossless-sv1  | JPEG Lossless of predictor 1                       |
        | jpeg-ls            | JPEG-LS without loss                               |
        | jpeg-ls-near       | JPEG-LS with loss                                  |
        | jpeg-2000-lossless | JPEG 2000 without loss, signed                     |
        | jpeg-2000          | JPEG 2000 with loss, in colour                     |
        | htj2k-lossless     | HTJ2K without loss                                 |
        | htj2k-rpcl         | HTJ2K without loss, from coarse to fine            |
        | htj2k              | HTJ2K with loss                                    |
        | rle                | RLE, in colour                                     |

      Examples: Videos
        | document             | why                                             |
        | mpeg2-main           | MPEG-2 of Main Level                            |
        | mpeg2-main-fragments | the same in several fragments                   |
        | mpeg2-high           | MPEG-2 of High Level                            |
        | mpeg2-high-fragments | the same in several fragments                   |
        | h264                 | H.264 of Level 4.1                              |
        | h264-fragments       | the same in several fragments                   |
        | h264-bd              | H.264 as Blu-ray discs have it                  |
        | h264-bd-fragments    | the same in several fragments                   |
        | h264-2d              | H.264 of Level 4.2                              |
        | h264-2d-fragments    | the same in several fragments                   |
        | h264-3d              | H.264 of two views                              |
        | h264-3d-fragments    | the same in several fragments                   |
        | hevc                 | HEVC of Main Profile                            |
        | hevc-10              | HEVC of Main 10 Profile                         |

      Examples: Structured reports and other kinds
        | document                   | why                       |
        | structured-report-implicit | Implicit VR Little Endian |
        | structured-report-deflated | deflated                  |
        | encapsulated-pdf-implicit  | Implicit VR Little Endian |

    @T0642
    Scenario Outline: Images asked for in either of two transfer syntaxes
      Their order says nothing: any that is declared will do.

      Given the document "<document>"
      When the consumer retrieves it in "<first>" or "<second>"
      Then what is declared is returned, and what is not is refused

      Examples:
        | id                       | document           | first                     | second                    |
        | signed-last              | signed             | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | signed-first             | signed             | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | implicit-last            | implicit           | JPEG-LS Lossless          | Explicit VR Little Endian |
        | implicit-first           | implicit           | Explicit VR Little Endian | JPEG-LS Lossless          |
        | jpeg-last                | jpeg               | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | jpeg-first               | jpeg               | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | jpeg-extended-last       | jpeg-extended      | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | jpeg-extended-first      | jpeg-extended      | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | jpeg-lossless-sv1-last   | jpeg-lossless-sv1  | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | jpeg-lossless-sv1-first  | jpeg-lossless-sv1  | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | jpeg-ls-last             | jpeg-ls            | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | jpeg-ls-first            | jpeg-ls            | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | jpeg-2000-lossless-last  | jpeg-2000-lossless | RLE Lossless              | Explicit VR Little Endian |
        | jpeg-2000-lossless-first | jpeg-2000-lossless | Explicit VR Little Endian | RLE Lossless              |
        | htj2k-lossless-last      | htj2k-lossless     | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | htj2k-lossless-first     | htj2k-lossless     | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | rle-last                 | rle                | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | rle-first                | rle                | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | deflated-last            | deflated           | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | deflated-first           | deflated           | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | big-endian-last          | big-endian         | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | big-endian-first         | big-endian         | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | own-last                 | jpeg-2000-lossless | Explicit VR Little Endian | JPEG 2000 (Lossless Only) |
        | own-first                | jpeg-2000-lossless | JPEG 2000 (Lossless Only) | Explicit VR Little Endian |
        | none                     | jpeg-ls            | JPEG 2000 (Lossless Only) | RLE Lossless              |

    @T0643
    Scenario Outline: What no table of its group has
      Given the document "<document>"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused

      Examples:
        | document     | syntax                    | why                                             |
        | video        | Explicit VR Little Endian | frames of JPEG could be decoded, a video is not |
        | h264         | Implicit VR Little Endian | a video is never decoded                        |
        | segmentation | RLE Lossless              | only the table of images has it                 |

  @RET-10 @must
  Rule: A converted document is what was stored
    Its attributes are those stored, but for those that the statement declares as coerced and
    those that say how pixels are coded. Each frame is there. Every pixel of what was stored
    without loss has its value; of what was stored with loss, one close to it, since decoders
    differ. Colours are compared in one colour space, whichever the document is in.

    @T0645
    Scenario Outline: Compressed images asked for without compression
      Given the document "<document>"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused
      And the answer follows this rule where it applies

      Examples:
        | document           | syntax                    | why                                          |
        | jpeg               | Explicit VR Little Endian | JPEG Baseline, in colour                     |
        | jpeg-extended      | Explicit VR Little Endian | JPEG Extended, 12 bits                       |
        | jpeg-lossless      | Explicit VR Little Endian | JPEG Lossless of predictor 6                 |
        | jpeg-lossless-sv1  | Explicit VR Little Endian | JPEG Lossless of predictor 1                 |
        | jpeg-ls            | Explicit VR Little Endian | JPEG-LS                                      |
        | jpeg-ls-near       | Explicit VR Little Endian | JPEG-LS with loss                            |
        | jpeg-2000-lossless | Explicit VR Little Endian | JPEG 2000 of signed values                   |
        | jpeg-2000          | Explicit VR Little Endian | JPEG 2000 with loss, its colours transformed |
        | htj2k-lossless     | Explicit VR Little Endian | HTJ2K                                        |
        | htj2k-rpcl         | Explicit VR Little Endian | HTJ2K, from coarse to fine                   |
        | htj2k              | Explicit VR Little Endian | HTJ2K with loss                              |
        | rle                | Explicit VR Little Endian | RLE: plane behind plane                      |

    @T0646
    Scenario Outline: Uncompressed images asked for in another coding of their attributes
      Given the document "<document>"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused
      And the answer follows this rule where it applies

      Examples:
        | document       | syntax                    | why                                          |
        | signed         | Implicit VR Little Endian | signed values                                |
        | implicit       | Explicit VR Little Endian | with types, out of a data dictionary         |
        | deflated       | Explicit VR Little Endian | inflated                                     |
        | big-endian     | Explicit VR Little Endian | each word turned round                       |
        | multi-frame    | Implicit VR Little Endian | several frames                               |
        | us-multi-frame | Implicit VR Little Endian | several frames in colour                     |
        | enhanced-ct    | Implicit VR Little Endian | attributes of each frame, in sequences       |
        | ybr-full       | Implicit VR Little Endian | YBR_FULL                                     |
        | ybr-full-422   | Implicit VR Little Endian | YBR_FULL_422: fewer bytes than its size says |
        | palette        | Implicit VR Little Endian | PALETTE COLOR: its palette too               |

    @T0647
    Scenario Outline: Documents of other kinds asked for in another coding of their attributes
      Given the document "<document>"
      When the consumer retrieves it in "<syntax>"
      Then it is returned in "<syntax>" where that is declared, else refused
      And the answer follows this rule where it applies

      Examples:
        | document                   | syntax                    | why                                  |
        | structured-report          | Implicit VR Little Endian | text beyond ASCII                    |
        | structured-report-implicit | Explicit VR Little Endian | with types, out of a data dictionary |
        | structured-report-deflated | Explicit VR Little Endian | inflated                             |
        | encapsulated-pdf           | Implicit VR Little Endian | a document inside the document       |
        | ecg                        | Implicit VR Little Endian | waveforms                            |
        | segmentation               | Implicit VR Little Endian | 1 bit a pixel, packed over bytes     |
        | rt-structure-set           | Explicit VR Little Endian | contours as text                     |
        | rt-dose                    | Explicit VR Little Endian | 32 bits a pixel                      |
        | manifest                   | Implicit VR Little Endian | sequences in sequences               |
