"""Messages as mail systems write them, and as they should not be. All invented."""

from __future__ import annotations

from base64 import b64encode
from email.message import EmailMessage
from typing import Final

HEAD: Final = (b"From: Ann Example <ann@elmfield.example>\r\nTo: bob@elmfield.example\r\n"
               b"Date: Mon, 12 Oct 2026 09:15:00 +0100\r\nSubject: Trip\r\n"
               b"Message-ID: <one@elmfield.example>\r\n")  # fmt: skip
MIXED: Final = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


def letter(number: int = 1, *, cc: str = "cat@elmfield.example") -> bytes:
    """Return a message with a copy and two attachments."""
    made = EmailMessage()
    made["From"] = "Ann Example <ann@elmfield.example>"
    made["To"] = "Bob <bob@elmfield.example>, eve@outside.example"
    made["Cc"] = cc
    made["Date"] = "Mon, 12 Oct 2026 09:15:00 +0100"
    made["Subject"] = f"Trip to the museum {number}"
    made["Message-ID"] = f"<{number}@elmfield.example>"
    made.set_content("We meet at nine. Bring lunch.")
    made.add_attachment(b"%PDF-1.7 letter", "application", "pdf", filename="letter home.pdf")
    made.add_attachment(b"a,b\r\n1,2\r\n", "text", "csv", filename="who pays.csv")
    made.set_boundary("=_parts_=")
    return made.as_bytes().replace(b"\n", b"\r\n")


def report(inner: bytes, *lines: str, mark: bool = True) -> bytes:
    """Return a message as Exchange journals it, with the lines that name sender and recipients."""
    said = lines or (
        "Sender: ann@elmfield.example", "Subject: Trip to the museum",
        "Message-Id: <1@elmfield.example>", "To: bob@elmfield.example",
        "Cc: cat@elmfield.example, Expanded: all.staff@elmfield.example",
        "Bcc: dan@elmfield.example",
    )  # fmt: skip
    head = ("From: journal@tenant.example", "To: elmfield@journal.example",
            "Date: Mon, 12 Oct 2026 08:15:09 +0000", "Message-ID: <r1@tenant.example>",
            *(("X-MS-Journal-Report:",) if mark else ()),
            'Content-Type: multipart/mixed; boundary="_journal_"', "", "--_journal_",
            'Content-Type: text/plain; charset="utf-8"', "")  # fmt: skip
    text = "\r\n".join((*head, *said, "", "--_journal_", "Content-Type: message/rfc822", "", ""))
    return text.encode() + inner + b"\r\n--_journal_--\r\n"


def _nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(depth)) + HEAD + b"\r\nx"


def _boxes(depth: int) -> bytes:
    starts = (b'Content-Type: multipart/mixed; boundary="n%d"\r\n\r\n--n%d\r\n' % (n, n)
              for n in range(depth))  # fmt: skip
    return HEAD + b"".join(starts) + b"\r\ntext"


def _part(head: bytes, body: bytes) -> bytes:
    return MIXED + b"--b\r\n" + head + b"\r\n\r\n" + body + b"\r\n--b--\r\n"


def _with(field: bytes) -> bytes:
    return HEAD + field + b"\r\n\r\nWords.\r\n"


# name: the message, and a trouble that must be said of it ("" for none)
AWKWARD: Final[dict[str, tuple[bytes, str]]] = {
    "empty": (b"", "empty"),
    "only newlines": (b"\r\n\r\n\r\n", "empty"),
    "only NUL": (b"\0" * 4096, "empty"),
    "NUL in the text": (HEAD + b"\r\nwo\0rds", "NUL signs"),
    "NUL in a field": (_with(b"X-Note: a\0b"), "NUL signs"),
    "no header at all": (b"just words, no colon here", "no header"),
    "a body that looks like a header": (b"\r\nFrom: nobody", "no header"),
    "no sender": (b"To: bob@elmfield.example\r\n\r\nx", "no sender"),
    "no recipients": (b"From: ann@elmfield.example\r\n\r\nx", "no recipients"),
    "undisclosed recipients": (b"From: a@b.example\r\nTo: undisclosed-recipients:;\r\n\r\nx",
                               "no recipients"),
    "no date": (b"From: a@b.example\r\nTo: c@d.example\r\n\r\nx", "no date"),
    "a date of words": (HEAD.replace(b"Mon, 12 Oct 2026 09:15:00 +0100", b"yesterday") + b"\r\nx",
                        "no date"),
    "the 31st of February": (HEAD.replace(b"12 Oct", b"31 Feb") + b"\r\nx", "no date"),
    "the year 99999": (HEAD.replace(b"2026", b"99999") + b"\r\nx", "no date"),
    "a zone of 99 hours": (HEAD.replace(b"+0100", b"+9999") + b"\r\nx", "no date"),
    "a date of a megabyte": (HEAD.replace(b"Mon,", b"9" * 1_000_000) + b"\r\nx", "no date"),
    "an empty date": (HEAD.replace(b"Mon, 12 Oct 2026 09:15:00 +0100", b"") + b"\r\nx", "no date"),
    "an unknown charset": (_with(b"Content-Type: text/plain; charset=klingon"), ""),
    "a wrong charset": (HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\ncaf\xe9", ""),
    "a charset that is a codec": (_with(b"Content-Type: text/plain; charset=zlib"), ""),
    "a charset with NUL": (_with(b'Content-Type: text/plain; charset="a\0b"'), "NUL signs"),
    "utf-16 without a mark": (_part(b"Content-Type: text/plain; charset=utf-16", b"\xd8\x00"),
                             "NUL signs"),
    "utf-7": (_part(b"Content-Type: text/plain; charset=utf-7", b"+AGE-"), ""),
    "8-bit fields": (_with(b"Subject: caf\xe9 \xff\xfe"), ""),
    "8-bit names": (HEAD.replace(b"Ann", b"\xc3\x84nn\xff") + b"\r\nx", ""),
    "8-bit file names": (_part(b'Content-Disposition: attachment; filename="\xe9t\xe9.pdf"', b"x"),
                         ""),
    "broken encoded words": (_with(b"Subject: =?utf-8?B?!!!?= =?x?Q?=ZZ?= =?utf-8?Q?"), ""),
    "an encoded word without an end": (_with(b"Subject: =?utf-8?B?YWJj"), ""),
    "encoded words of an unknown charset": (_with(b"Subject: =?nope?Q?abc?="), ""),
    "a bomb of fields": (HEAD + b"X-A: b\r\n" * 60_000 + b"\r\nx", "odd fields"),
    "a field of two megabytes": (b"X-Long: " + b"a" * 2_000_000 + b"\r\n" + HEAD + b"\r\nx",
                                 "odd fields"),
    "a field folded ten thousand times": (_with(b"X-F: a" + b"\r\n b" * 10_000), ""),
    "folded by tabs alone": (_with(b"Subject:\r\n\tmore\r\n\tyet"), ""),
    "fields without a colon": (HEAD + b"what is this\r\n\r\nx", "odd fields"),
    "a colon first": (HEAD + b": nameless\r\n\r\nx", "odd fields"),
    "only line feeds": (HEAD.replace(b"\r\n", b"\n") + b"\nx", ""),
    "only carriage returns": (HEAD.replace(b"\r\n", b"\r") + b"\rx", ""),
    "a line of three megabytes": (HEAD + b"\r\n" + b"w" * 3_000_000, ""),
    "100 brackets deep": (_with(b"To: " + b"(" * 100_000 + b"x@y.example"), ""),
    "ten thousand recipients": (_with(b"Cc: " + b", ".join(b"p%d@x.example" % n
                                                        for n in range(10_000))), ""),
    "an address of commas": (_with(b"Cc: " + b"," * 100_000), ""),
    "an address of angles": (_with(b"Cc: " + b"<" * 50_000 + b"a@b.example" + b">" * 50_000), ""),
    "quotation marks without an end": (_with(b'Cc: "' + b"\\" * 50_000), ""),
    "rfc822 100 deep": (HEAD + _nested(100), "nested too deep"),
    "rfc822 3,000 deep": (HEAD + _nested(3_000), "nested too deep"),
    "multipart 100 deep": (_boxes(100), "nested too deep"),
    "multipart 2,000 deep": (_boxes(2_000), "nested too deep"),
    "5,000 parts": (MIXED + b"--b\r\n\r\nx\r\n" * 5_000 + b"--b--", "too many parts"),
    "no boundary named": (HEAD + b"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx",
                          "no parts between boundaries"),
    "an empty boundary": (HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx',
                          "no parts between boundaries"),
    "a boundary that is not there": (MIXED + b"words only", "no parts between boundaries"),
    "a boundary that does not close": (MIXED + b"--b\r\n\r\nx", "no closing boundary"),
    "a boundary of odd signs": (HEAD + b'Content-Type: multipart/mixed; boundary="(.*)+$["\r\n\r\n'
                                b"--(.*)+$[\r\n\r\nx\r\n--(.*)+$[--", ""),
    "a boundary of 10,000 signs": (HEAD + b"Content-Type: multipart/mixed; boundary="
                                   + b"a" * 10_000 + b"\r\n\r\nx", "no parts between boundaries"),
    "nothing between boundaries": (MIXED + b"--b\r\n--b--\r\n", ""),
    "a closing boundary first": (MIXED + b"--b--\r\n", "no parts between boundaries"),
    "base64 that is broken": (_part(b"Content-Type: application/pdf\r\n"
                                    b"Content-Transfer-Encoding: base64", b"!!?%%\x80QUJ"),
                              "base64 is broken"),
    "base64 of odd length": (_part(b"Content-Type: application/pdf\r\n"
                                   b"Content-Transfer-Encoding: base64", b"QUJDR"),
                             "base64 is broken"),
    "base64 with a foot": (_part(b"Content-Transfer-Encoding: BASE64",
                                 b64encode(b"fine") + b"\r\n"), ""),
    "quoted-printable that is broken": (_part(b"Content-Transfer-Encoding: quoted-printable",
                                              b"=ZZ=\r\n=4=\xff=="), ""),
    "an encoding nobody knows": (_part(b"Content-Transfer-Encoding: x-rot13", b"uryyb"),
                                 "unknown transfer encoding"),
    "uuencode": (_part(b"Content-Transfer-Encoding: x-uuencode", b"begin 644 a\r\n`\r\nend"),
                 "unknown transfer encoding"),
    "winmail.dat": (_part(b"Content-Type: application/ms-tnef; name=winmail.dat",
                          b"\x78\x9f\x3e\x22"), "winmail.dat is not opened"),
    "a sealed message": (HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB",
                         "encrypted"),
    "names by RFC 2231": (_part(b"Content-Disposition: attachment; "
                                b"filename*0*=utf-8''r%C3%A9; filename*1=sum; filename*2=e.pdf",
                                b"x"), ""),
    "names by RFC 2231, broken": (_part(b"Content-Disposition: attachment; "
                                        b"filename*0*=nope'%ZZ; filename*7=b; filename*=x'", b"x"),
                                  ""),
    "names by RFC 2231 without end": (_part(b"Content-Disposition: attachment; filename*=utf-8''"
                                            + b"%41" * 9_000, b"x"), ""),
    "names with a way": (_part(b'Content-Disposition: attachment; filename="..\\..\\a/b.exe"',
                               b"x"), ""),
    "names of control signs": (_part(b'Content-Disposition: attachment; filename="a\x1b[2J\x07b"',
                                     b"x"), ""),
    "a kind of nonsense": (_with(b"Content-Type: ;;;=/\"'"), ""),
    "two kinds": (_with(b"Content-Type: text/plain\r\nContent-Type: multipart/mixed"), ""),
    "two senders": (_with(b"From: eve@outside.example"), ""),
    "a message cut off": (letter()[:700], "no closing boundary"),
    "a message of random bytes": (bytes((n * n * 31 + 7 * n) % 256 for n in range(20_000)),
                                  "no sender"),
    "From of an mbox first": (b"From ann Mon Oct 12 09:15:00 2026\r\n" + HEAD + b"\r\nx", ""),
}  # fmt: skip
