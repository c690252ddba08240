Feature: The samples of the specification
  The specification shows a request and a response of each operation.
  The responses were mended where they could not be read; samples/README.md lists each mend.

  @SAM-01 @must
  Rule: The sample requests of the specification are answered
    The suite's own reference gets them byte for byte. For any other endpoint To, MessageID,
    repository and UIDs are replaced by its own, and the report says so.

    @T0501
    Scenario Outline: A sample request gets its document
      Given the sample request "<sample>"
      When the consumer sends it
      Then it is returned

      Examples:
        | sample   | why                                             |
        | rad69    | Retrieve Imaging Document Set                   |
        | rendered | Retrieve Rendered Imaging Document Set          |

  @SAM-02 @must
  Rule: The sample responses of the specification keep this contract
    Once mended, they follow every rule without so much as a warning,
    but for mustUnderstand on Action: they lack it, and the standards ask for it.

    @T0502
    Scenario Outline: A sample response is judged as any other answer
      Given the sample response "<sample>"
      When it is judged as an answer
      Then it follows every rule but "WSA-03"

      Examples:
        | sample   | why                                             |
        | rad69    | Retrieve Imaging Document Set                   |
        | rendered | Retrieve Rendered Imaging Document Set          |
