Feature: Secure connections
  An Imaging Document Source may ask to be reached by TLS alone, and to know who asks
  (IHE ITI TF-2 3.19, Authenticate Node). No clause obliges it to, so this is no part of the
  contract: it is what the reference does when it is told to, and what the suite does
  before it trusts an endpoint. Nothing of a document passes before both know each other.

  Rule: Who knows and is known is served

    Scenario: Both have certificates of an authority that the other knows
      Given an Imaging Document Source that serves over mutual TLS
      And an Imaging Document Consumer with the certificate "client"
      And it knows the authority "ca"
      When the Consumer connects
      Then there is a connection

  Rule: Plain HTTP is refused where TLS is required

    Scenario: A request without TLS gets no answer
      Given an Imaging Document Source that serves over mutual TLS
      When a Consumer asks without TLS
      Then no answer comes

  Rule: A Consumer that the Source does not know is refused

    Scenario Outline: The certificate of the Consumer is no good
      Given an Imaging Document Source that serves over mutual TLS
      And an Imaging Document Consumer with the certificate "<certificate>"
      And it knows the authority "ca"
      When the Consumer connects
      Then there is no connection: <reason>

      Examples:
        | certificate    | reason                                            | because               |
        | none           | it asks for a client certificate                  | nobody has introduced |
        | unknown client | it does not know who issued the client certificate | anybody can make one  |
        | expired client | the client certificate has expired                | it was good once      |

  Rule: A Source that is not who it should be is refused by the Consumer

    Scenario Outline: The certificate of the Source is no good
      Given an Imaging Document Source with the certificate "<certificate>"
      And an Imaging Document Consumer with the certificate "none"
      And it knows the authority "<authority>"
      When the Consumer connects
      Then there is no connection: <reason>

      Examples:
        | certificate            | authority  | reason                                                                   | because                        |
        | expired server         | ca         | its certificate, or that of its issuer, has expired                      | it was good once               |
        | server of another host | ca         | its certificate is for another host: IP address mismatch                 | somebody else may answer       |
        | server                 | another ca | its certificate was issued by nobody who is known here                   | its authority is not the one   |
        | server                 | none       | its certificate was issued by nobody who is known here                   | its authority is nobody's      |
