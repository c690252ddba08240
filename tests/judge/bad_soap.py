"""Envelopes, faults and addressing with one thing wrong each."""

from tests.judge.bad import Bad
from tests.judge.builder import (
    MESSAGE_ID,
    RESPONSE_ACTION,
    WARNING,
    Said,
    fault,
    jpeg,
    page,
    plain,
    refusal,
    registry_error,
    rendered,
    retrieved,
)
from tests.judge.good import CT, CT_REQUEST, CT_SHOWN, UNKNOWN, mismatch_of_soap11
from wadows_spec.constants import RENDERED_ACTION, RENDERED_ACTION_2018, SOAP11, SOAP12, WSA


def fault_of(content: str) -> Said:
    said = fault()
    reply = (said.reply or b"").decode()
    start, end = reply.index("<s:Fault>") + len("<s:Fault>"), reply.index("</s:Fault>")
    return said.saying((reply[:start] + content + reply[end:]).encode())


def in_soap(namespace: str) -> Said:
    return retrieved("ct").swap(SOAP12, namespace)


ENVELOPE = "a SOAP 1.2 envelope: at most one Header, then one Body with one child in it"
CODES = "DataEncodingUnknown or MustUnderstand or Receiver or Sender or VersionMismatch"
RELATES = f"<a:RelatesTo>{MESSAGE_ID}</a:RelatesTo>"
TEXT = '<s:Text xml:lang="en">Why.</s:Text>'
SENDER = "<s:Code><s:Value>s:Sender</s:Value></s:Code>"
REASON = f"<s:Reason>{TEXT}</s:Reason>"
ORDER = "Code, Reason, Node, Role, Detail in this order, each at most once, and nothing else"
CT_JPEG = jpeg(CT_SHOWN)
ONLY_ELEMENTS = "neither document type nor processing instruction"
OF_A_NAMESPACE = "header blocks of a namespace"
BOOLEAN = "true or false or 1 or 0"
SECRETIVE = "no stack trace, no class of an exception, no path of the machine"
NOT_UNDERSTOOD = "NotUnderstood with the qualified name of a header of the request"
UPGRADE = "Upgrade with the qualified name of an Envelope"
ONCE = "To, ReplyTo, FaultTo, Action, MessageID, each at most once"
ABSOLUTE = "an absolute IRI, such as urn:uuid:..."
A_FRAME = "at org.example.Store.find(Store.java:17)"
FAULT_ACTION = f'<a:Action s:mustUnderstand="true">{WSA}/soap/fault</a:Action>'
AN_ERROR = refusal(registry_error("XDSRepositoryError", UNKNOWN), asked=[UNKNOWN])


def because(text: str) -> Said:
    return fault().swap("Why.", text)


def detailed(detail: str) -> Said:
    return fault().swap("</s:Fault>", f"<s:Detail>{detail}</s:Detail></s:Fault>")


def not_understood(header: str) -> Said:
    said = fault("s:MustUnderstand", status=500)
    return said.swap('<s:NotUnderstood qname="a:To"/>', header)


def mismatch(upgrade: str) -> Said:
    said = fault("s:VersionMismatch", status=500)
    return said.swap('<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>', upgrade)


def headed(headers: str) -> Said:
    return retrieved("ct").swap("</s:Header>", f"{headers}</s:Header>")


SOAP = [
    Bad("SOAP-01", "SOAP 1.1", in_soap(SOAP11), ENVELOPE,
        f"{{{SOAP11}}}Envelope of Header, Body; in the Body 1"),
    Bad("SOAP-01", "another namespace", in_soap("urn:x"), ENVELOPE,
        "{urn:x}Envelope of Header, Body; in the Body 1"),
    Bad("SOAP-01", "two Bodies", retrieved("ct").swap("</s:Body>", "</s:Body><s:Body/>"), ENVELOPE,
        f"{{{SOAP12}}}Envelope of Header, Body, Body; in the Body 1"),
    Bad("SOAP-01", "an element behind the Body",
        retrieved("ct").swap("</s:Body>", "</s:Body><more/>"), ENVELOPE,
        f"{{{SOAP12}}}Envelope of Header, Body, more; in the Body 1"),
    Bad("SOAP-01", "two children in the Body",
        retrieved("ct").swap("</s:Body>", "<more/></s:Body>"), ENVELOPE,
        f"{{{SOAP12}}}Envelope of Header, Body; in the Body 2"),
    *(
        Bad("SOAP-01", f"text in {element}",
            (fault() if element in ("Fault", "Code", "Reason") else retrieved("ct"))
            .swap(f"</s:{element}>", f" text </s:{element}>"), ENVELOPE,
            f"{{{SOAP12}}}Envelope of Header, Body; in the Body 1; text 'text' in {element}")
        for element in ("Envelope", "Header", "Body", "Fault", "Code", "Reason")
    ),
    Bad("SOAP-01", "an empty Body",
        page(200, CT_REQUEST, "application/soap+xml",
             f'<s:Envelope xmlns:s="{SOAP12}" xmlns:a="{WSA}"><s:Header>{RELATES}</s:Header>'
             "<s:Body/></s:Envelope>".encode()),
        ENVELOPE, f"{{{SOAP12}}}Envelope of Header, Body; in the Body 0"),
    Bad("SOAP-01", "cut short", retrieved("ct").swap("</s:Envelope>", ""), ENVELOPE,
        "..."),
    Bad("SOAP-01", "HTML for a good request", page(500, CT_REQUEST), ENVELOPE, "..."),
    Bad("SOAP-01", "XHTML for a good request",
        page(400, CT_REQUEST, "application/xhtml+xml", b"<html/>"), ENVELOPE,
        "its root element is html, which is no Envelope; the body begins b'<html/>'"),
    Bad("SOAP-01", "nothing for a good request",
        page(200, CT_REQUEST, "application/soap+xml").saying(b""), ENVELOPE, "..."),
    Bad("SOAP-01", "415 for a good request", page(415, CT_REQUEST), ENVELOPE, "..."),
    Bad("SOAP-01", "200 without envelope for what is no request", page(200, "nonsense"), ENVELOPE,
        "..."),
    Bad("SOAP-01", "HTML that is called an envelope, for what is no request",
        page(400, "nonsense", "application/soap+xml"), ENVELOPE, "..."),
    Bad("SOAP-05", "no reason", fault_of(SENDER), "a reason with its language", "nothing"),
    Bad("SOAP-05", "no text", fault_of(f"{SENDER}<s:Reason/>"), "a reason with its language",
        "nothing"),
    Bad("SOAP-05", "an empty text", fault().swap("Why.", ""), "a reason with its language",
        "[en] "),
    Bad("SOAP-05", "no language", fault().swap(' xml:lang="en"', ""),
        "a reason with its language", "[no language] Why."),
    Bad("SOAP-05", "one language of two missing",
        fault().swap(TEXT, f"{TEXT}<s:Text>Warum.</s:Text>"),
        "a reason with its language", "[en] Why.; [no language] Warum."),
    Bad("SOAP-05", "an unknown code", fault("s:Client"), CODES, f"{{{SOAP12}}}Client"),
    Bad("SOAP-05", "a code of another namespace", fault("a:Sender"), CODES, f"{{{WSA}}}Sender"),
    Bad("SOAP-05", "a code without prefix", fault("Sender"), CODES, "Sender"),
    Bad("SOAP-05", "no code", fault(""), CODES, "nothing"),
    Bad("SOAP-01", "an entity that its document type defines",
        retrieved("ct").swap("?>\n<s:Envelope", '?>\n<!DOCTYPE x [<!ENTITY e "e">]><s:Envelope')
        .swap("<x:mimeType>", "<x:mimeType>&e;"), ENVELOPE, "Entity 'e' not defined, ..."),
    Bad("SOAP-05", "Reason before Code", fault_of(f"{REASON}{SENDER}"), ORDER, "Reason, Code"),
    Bad("SOAP-05", "Detail before Role",
        fault_of(f"{SENDER}{REASON}<s:Detail/><s:Role>urn:x</s:Role>"), ORDER,
        "Code, Reason, Detail, Role"),
    Bad("SOAP-05", "Role before Node",
        fault_of(f"{SENDER}{REASON}<s:Role>urn:x</s:Role><s:Node>urn:x</s:Node>"), ORDER,
        "Code, Reason, Role, Node"),
    Bad("SOAP-05", "Reason twice", fault_of(f"{SENDER}{REASON}{REASON}"), ORDER,
        "Code, Reason, Reason"),
    Bad("SOAP-05", "an element of nobody's", fault_of(f"{SENDER}{REASON}<more/>"), ORDER,
        "Code, Reason, {}more"),
    Bad("SOAP-05", "a Detail of no namespace", fault_of(f"{SENDER}{REASON}<Detail/>"), ORDER,
        "Code, Reason, {}Detail"),
    Bad("SOAP-06", "a document type",
        retrieved("ct").swap("?>\n<s:Envelope", "?>\n<!DOCTYPE x><s:Envelope"),
        ONLY_ELEMENTS, "a document type"),
    Bad("SOAP-06", "a document type in a fault",
        fault().swap("?>\n<s:Envelope", '?>\n<!DOCTYPE x [<!ENTITY e "]>">]><s:Envelope'),
        ONLY_ELEMENTS, "a document type"),
    Bad("SOAP-06", "an instruction before the envelope",
        retrieved("ct").swap("?>\n<s:Envelope", "?>\n<?suite here?><s:Envelope"),
        ONLY_ELEMENTS, "<?suite?>"),
    Bad("SOAP-06", "an instruction in the Body",
        rendered("ct", CT_JPEG).swap("</s:Body>", "<?suite here?></s:Body>"),
        ONLY_ELEMENTS, "<?suite?>"),
    Bad("SOAP-06", "an instruction behind the envelope",
        retrieved("ct").swap("</s:Envelope>", "</s:Envelope><?suite here?>"),
        ONLY_ELEMENTS, "<?suite?>"),
    Bad("SOAP-06", "both", fault().swap("?>\n<s:Envelope", "?><!DOCTYPE x><?a?><?b?><s:Envelope"),
        ONLY_ELEMENTS, "a document type, <?a?>, <?b?>"),
    Bad("SOAP-07", "a header of no namespace", headed("<more/>"), OF_A_NAMESPACE, "more"),
    Bad("SOAP-07", "a header of no namespace in a fault",
        fault().swap("</s:Header>", "<more/></s:Header>"), OF_A_NAMESPACE, "more"),
    Bad("SOAP-08", "yes",
        retrieved("ct").swap("<a:MessageID>", '<a:MessageID s:mustUnderstand="yes">'), BOOLEAN,
        "yes"),
    Bad("SOAP-08", "TRUE of the Action",
        retrieved("ct").swap('s:mustUnderstand="true"', 's:mustUnderstand="TRUE"'), BOOLEAN,
        "TRUE"),
    Bad("SOAP-08", "nothing",
        fault().swap("<a:MessageID>", '<a:MessageID s:mustUnderstand="">'), BOOLEAN, "nothing"),
    Bad("SOAP-09", "a stack trace of Java", because(A_FRAME), SECRETIVE,
        f"stack trace: {A_FRAME}"),
    Bad("SOAP-09", "a stack trace of a module of Java",
        because("at java.base/java.lang.Thread.run(Unknown Source)"), SECRETIVE,
        "stack trace: at java.base/java.lang.Thread.run(Unknown Source)"),
    Bad("SOAP-09", "a stack trace of .NET",
        because("at Example.Store.Find(String uid) in D:\\a\\Store.cs:line 17"), SECRETIVE,
        "stack trace: at Example.Store.Find(String uid) in D:\\a\\Store.cs:line 17; "
        "path: D:\\a\\Store.cs"),
    Bad("SOAP-09", "a stack trace of Python",
        because('Traceback (most recent call last):\n File "store.py", line 17, in find'),
        SECRETIVE,
        'stack trace: Traceback (most recent call last); stack trace: File "store.py", line 17'),
    Bad("SOAP-09", "a stack trace of JavaScript", because("find (store.mjs:17:4)"), SECRETIVE,
        "stack trace: store.mjs:17:4"),
    Bad("SOAP-09", "an exception of Java", because("java.lang.NullPointerException: null"),
        SECRETIVE, "exception: java.lang.NullPointerException"),
    Bad("SOAP-09", "an exception of .NET", because("System.NullReferenceException"), SECRETIVE,
        "exception: System.NullReferenceException"),
    Bad("SOAP-09", "an exception of JavaScript",
        because("TypeError: Cannot read properties of undefined (reading 'study')"), SECRETIVE,
        "exception: TypeError"),
    Bad("SOAP-09", "an exception of Python", because("KeyError: '1.2.3'"), SECRETIVE,
        "exception: KeyError"),
    Bad("SOAP-09", "an exception in the detail",
        detailed('<e:exception xmlns:e="urn:e" class="org.example.StoreException"/>'),
        SECRETIVE, "exception: org.example.StoreException"),
    Bad("SOAP-09", "a stack trace in a comment of the detail", detailed(f"<!-- {A_FRAME} -->"),
        SECRETIVE, f"stack trace: {A_FRAME}"),
    Bad("SOAP-09", "a path", because("No such file: /opt/archive/a.dcm."), SECRETIVE,
        "path: /opt/archive/a.dcm"),
    Bad("SOAP-09", "a home", because("(/home/archive)"), SECRETIVE, "path: /home/archive"),
    Bad("SOAP-09", "a path as URL", because("file:///srv/a.dcm"), SECRETIVE,
        "path: file:///srv/a.dcm"),
    Bad("SOAP-09", "a path of Windows", because("C:\\archive\\a.dcm"), SECRETIVE,
        "path: C:\\archive\\a.dcm"),
    Bad("SOAP-09", "an exception in a registry error",
        AN_ERROR.swap('"Why."', '"org.example.StoreException: no"'), SECRETIVE,
        "exception: org.example.StoreException"),
    Bad("SOAP-09", "a path in a warning",
        retrieved("ct", errors=[registry_error("A", CT, WARNING)])
        .swap('"Why."', '"/var/cache/a.dcm is slow"'), SECRETIVE, "path: /var/cache/a.dcm"),
    Bad("SOAP-09", "a page with a stack trace",
        page(400, "nonsense", "text/html",
             b"<pre>org.example.StoreException\n\tat org.example.A.&lt;init&gt;(A.java:17)</pre>"),
        SECRETIVE, "stack trace: at org.example.A.<init>(A.java:17); "
        "exception: org.example.StoreException"),
    Bad("SOAP-09", "a page with a comment",
        page(404, "nonsense", "text/html", b"<p>No.<br><!-- /usr/share/a.war -->"),
        SECRETIVE, "path: /usr/share/a.war"),
    Bad("SOAP-09", "JSON with a stack trace",
        page(400, "nonsense", "application/json",
             b'{"trace":"E\\n\\tat org.example.A.b(A.java:17)\\n","path":"C:\\\\a"}'),
        SECRETIVE, "stack trace: \\tat org.example.A.b(A.java:17); path: C:\\\\a"),
    Bad("SOAP-09", "text without media type",
        page(400, "nonsense", "", b"System.IO.IOException").headed("Content-Type", ""),
        SECRETIVE, "exception: System.IO.IOException"),
    Bad("SOAP-10", "no NotUnderstood", not_understood(""), NOT_UNDERSTOOD, "nothing"),
    Bad("SOAP-10", "NotUnderstood without name", not_understood("<s:NotUnderstood/>"),
        NOT_UNDERSTOOD, "nothing"),
    Bad("SOAP-10", "a name in a namespace", not_understood('<s:NotUnderstood s:qname="a:To"/>'),
        NOT_UNDERSTOOD, "nothing"),
    Bad("SOAP-10", "a name without prefix", not_understood('<s:NotUnderstood qname="To"/>'),
        NOT_UNDERSTOOD, "To"),
    Bad("SOAP-10", "an unknown prefix", not_understood('<s:NotUnderstood qname="q:To"/>'),
        NOT_UNDERSTOOD, "q:To"),
    Bad("SOAP-10", "a header that nobody sent", not_understood('<s:NotUnderstood qname="a:From"/>'),
        NOT_UNDERSTOOD, f"{{{WSA}}}From"),
    Bad("SOAP-10", "in another namespace", not_understood('<a:NotUnderstood qname="a:To"/>'),
        NOT_UNDERSTOOD, "nothing"),
    Bad("SOAP-11", "no Upgrade", mismatch(""), UPGRADE, "nothing"),
    Bad("SOAP-11", "an empty Upgrade", mismatch("<s:Upgrade/>"), UPGRADE, "nothing"),
    Bad("SOAP-11", "Upgrade without name",
        mismatch("<s:Upgrade><s:SupportedEnvelope/></s:Upgrade>"), UPGRADE, "nothing"),
    Bad("SOAP-11", "a name without namespace",
        mismatch('<s:Upgrade><s:SupportedEnvelope qname="Envelope"/></s:Upgrade>'), UPGRADE,
        "Envelope"),
    Bad("SOAP-11", "a name that is no Envelope's",
        mismatch('<s:Upgrade><s:SupportedEnvelope qname="s:Body"/></s:Upgrade>'), UPGRADE,
        f"{{{SOAP12}}}Body"),
    Bad("SOAP-11", "no Upgrade in SOAP 1.1", mismatch_of_soap11(""), UPGRADE, "nothing"),
    # Addressing
    Bad("WSA-01", "an Action of the port type",
        retrieved("ct").swap(RESPONSE_ACTION, "urn:ihe:rad:xdsi-b:2009:Port:Response"),
        RESPONSE_ACTION, "urn:ihe:rad:xdsi-b:2009:Port:Response"),
    Bad("WSA-01", "the request's Action",
        retrieved("ct").swap(RESPONSE_ACTION, "urn:ihe:rad:2009:RetrieveImagingDocumentSet"),
        RESPONSE_ACTION, "urn:ihe:rad:2009:RetrieveImagingDocumentSet"),
    Bad("WSA-01", "no Action",
        retrieved("ct").swap(f'<a:Action s:mustUnderstand="true">{RESPONSE_ACTION}</a:Action>', ""),
        RESPONSE_ACTION, "nothing"),
    Bad("WSA-01", "an Action of another WS-Addressing",
        retrieved("ct").swap(f'xmlns:a="{WSA}"', 'xmlns:a="urn:x"'), RESPONSE_ACTION, "nothing",
        also=("WSA-02",)),
    Bad("WSA-01", "old rendered Action answered with the new one",
        rendered("ct", CT_JPEG, action=RENDERED_ACTION_2018,
                 answer_action=f"{RENDERED_ACTION}Response"),
        f"{RENDERED_ACTION_2018}Response", f"{RENDERED_ACTION}Response"),
    Bad("WSA-01", "rendered answered as retrieved",
        rendered("ct", CT_JPEG, answer_action=RESPONSE_ACTION),
        f"{RENDERED_ACTION}Response", RESPONSE_ACTION),
    Bad("WSA-02", "no RelatesTo", retrieved("ct").swap(RELATES, ""), MESSAGE_ID, "nothing"),
    Bad("WSA-02", "another message", retrieved("ct").swap(MESSAGE_ID, "urn:uuid:another"),
        MESSAGE_ID, "urn:uuid:another"),
    Bad("WSA-02", "another relationship",
        retrieved("ct").swap("<a:RelatesTo>", '<a:RelatesTo RelationshipType="urn:other">'),
        MESSAGE_ID, "nothing"),
    Bad("WSA-02", "a fault about a readable request",
        fault(request=CT_REQUEST).swap(RELATES, ""), MESSAGE_ID, "nothing"),
    Bad("WSA-03", "no mustUnderstand", retrieved("ct").swap(' s:mustUnderstand="true"', ""),
        "mustUnderstand", "no mustUnderstand"),
    Bad("WSA-03", "mustUnderstand of no namespace",
        retrieved("ct").swap(' s:mustUnderstand="true"', ' mustUnderstand="true"'),
        "mustUnderstand", "no mustUnderstand"),
    Bad("WSA-03", "mustUnderstand is false",
        rendered("ct", CT_JPEG).swap('s:mustUnderstand="true"', 's:mustUnderstand="false"'),
        "mustUnderstand", "no mustUnderstand"),
    Bad("WSA-04", "Action twice",
        retrieved("ct").swap("</a:Action>", f"</a:Action><a:Action>{RESPONSE_ACTION}</a:Action>"),
        ONCE, "2 Action"),
    Bad("WSA-04", "MessageID twice", headed("<a:MessageID>urn:x</a:MessageID>"), ONCE,
        "2 MessageID"),
    Bad("WSA-04", "To thrice", headed("<a:To>urn:x</a:To>" * 3), ONCE, "3 To"),
    *(
        Bad("WSA-04", f"{name} twice",
            headed(f"<a:{name}><a:Address>urn:x</a:Address></a:{name}>" * 2), ONCE, f"2 {name}")
        for name in ("ReplyTo", "FaultTo")
    ),
    Bad("WSA-04", "two of them twice in a fault",
        fault().swap("</s:Header>", "<a:To>urn:x</a:To><a:To>urn:y</a:To>"
                     "<a:MessageID>urn:x</a:MessageID></s:Header>"), ONCE, "2 To, 2 MessageID"),
    Bad("WSA-05", "beside the other parameters",
        retrieved("ct").typed("multipart/related;", 'multipart/related; action="urn:x";'),
        RESPONSE_ACTION, "urn:x"),
    Bad("WSA-05", "in start-info",
        retrieved("ct").typed('="application/soap+xml"',
                              r'="application/soap+xml; action=\"urn:x\""'),
        RESPONSE_ACTION, "urn:x"),
    Bad("WSA-05", "in the type of the root part",
        retrieved("ct").swap('type="application/soap+xml"',
                             r'type="application/soap+xml;action=\"urn:x\""'),
        RESPONSE_ACTION, "urn:x"),
    Bad("WSA-05", "of the root part",
        retrieved("ct").swap('type="application/soap+xml"',
                             'type="application/soap+xml"; action="urn:x"'),
        RESPONSE_ACTION, "urn:x"),
    Bad("WSA-05", "of a plain answer", plain(retrieved("ct")).typed("; ", "; action=urn:x; "),
        RESPONSE_ACTION, "urn:x"),
    Bad("WSA-05", "the request's Action, in a fault",
        fault().typed("; ", "; action=urn:ihe:rad:2009:RetrieveImagingDocumentSet; "),
        f"{WSA}/soap/fault", "urn:ihe:rad:2009:RetrieveImagingDocumentSet"),
    Bad("WSA-05", "an empty one", fault().typed("; ", '; action=""; '), f"{WSA}/soap/fault",
        "nothing"),
    Bad("WSA-06", "a MessageID without scheme",
        retrieved("ct").swap("urn:uuid:answer", "answer"), ABSOLUTE, "answer"),
    Bad("WSA-06", "an empty MessageID", retrieved("ct").swap("urn:uuid:answer", ""), ABSOLUTE,
        "nothing"),
    Bad("WSA-06", "a scheme alone", retrieved("ct").swap("urn:uuid:answer", "urn:"), ABSOLUTE,
        "urn:"),
    Bad("WSA-06", "a scheme that begins with a digit",
        retrieved("ct").swap("urn:uuid:answer", "1:answer"), ABSOLUTE, "1:answer"),
    Bad("WSA-06", "a relative Action in a fault", fault().swap(f"{WSA}/soap/fault", "/soap/fault"),
        ABSOLUTE, "/soap/fault"),
    Bad("WSA-06", "a relative To", headed("<a:To>/here</a:To>"), ABSOLUTE, "/here"),
    Bad("WSA-06", "a relative RelatesTo beside the right one",
        headed("<a:RelatesTo>another</a:RelatesTo>"), ABSOLUTE, "another"),
    Bad("WSA-06", "a relative relationship",
        headed('<a:RelatesTo RelationshipType="reply">urn:x</a:RelatesTo>'), ABSOLUTE, "reply"),
    *(
        Bad("WSA-06", f"a relative address in {name}",
            headed(f"<a:{name}><a:Address>anonymous</a:Address></a:{name}>"), ABSOLUTE, "anonymous")
        for name in ("From", "ReplyTo", "FaultTo")
    ),
    Bad("WSA-07", "a fault without Action",
        fault(request=CT_REQUEST).swap(FAULT_ACTION, ""), "an Action", "nothing"),
    Bad("WSA-07", "a fault without Action to what is no operation",
        fault().swap(FAULT_ACTION, ""), "an Action", "nothing"),
    Bad("WSA-07", "a fault with an empty Action", fault().swap(f"{WSA}/soap/fault", ""),
        "an Action", "nothing", also=("WSA-06",)),
]  # fmt: skip
