import { describe, expect, it } from "vitest";
import { xmlRecords } from "../../src/intake/xml/xml-records.ts";
import { xmlRows } from "../../src/intake/xml/xml-rows.ts";
import type { XmlSpec } from "../../src/model/input-format.ts";
import { bytesAt, foreignFile, readForeign, told } from "./foreign.ts";

const SPEC: XmlSpec = {
  kind: "xml",
  form: "records",
  recordsPath: "run/bill",
  namespaces: {},
  lists: { charges: "charges/charge", "to.lines": "to/line" },
};

interface Case {
  readonly says: string;
  readonly xml: string | Uint8Array;
  readonly spec?: Partial<XmlSpec>;
  /** What the records are, or the refusal. */
  readonly is: readonly string[] | string;
}

const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le");
const run = (inner: string): string => `<run>${inner}</run>`;
/** The start of a document type is as far as any of them gets. */
const DOCTYPE = "<!DOCTYPE run [";

const CASES: readonly Case[] = [
  {
    says: "attributes, nested elements, text and lists",
    xml: run(
      `<bill id="7"><to><name>Ann</name><line>1 Elm</line></to><charges>` +
        `<charge n="1">5.00</charge><charge n="2">6.00</charge></charges></bill>`,
    ),
    is: [
      '{"@id":"7","to":{"name":"Ann","lines":["1 Elm"]},' +
        '"charges":[{"@n":"1","#text":"5.00"},{"@n":"2","#text":"6.00"}]}',
    ],
  },
  {
    says: "one element of a list, none, and one that no list declares",
    xml: run(
      "<bill><charges><charge><a>1</a></charge></charges><x>1</x><x>2</x></bill><bill><charges/></bill>",
    ),
    is: ['{"x":["1","2"],"charges":[{"a":"1"}]}', '{"charges":[]}'],
  },
  {
    says: "the five entities, numbers of characters, CDATA, comments and instructions",
    xml: run(
      "<bill><t>&lt;a&gt; &amp; &quot;b&apos; &#233;&#x1F600;<!-- no --><![CDATA[ <c> ]]><?x y?>!</t></bill>",
    ),
    is: ['{"t":"<a> & \\"b\' é😀 <c> !","charges":[]}'],
  },
  {
    says: "white space at the ends of a text, unless it is to be kept",
    xml: run('<bill>\n <a>\n  x  y\n </a><b xml:space="preserve"> z </b>\n</bill>'),
    is: ['{"a":"x  y","b":" z ","charges":[]}'],
  },
  {
    says: "empty elements and xsi:nil as absent",
    xml: run(
      '<bill xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a/><b></b><c xsi:nil="true">0</c></bill>',
    ),
    is: ['{"charges":[]}'],
  },
  {
    says: "the prefixes of the job, whatever the file calls them",
    xml: '<q:run xmlns:q="urn:a" xmlns="urn:b"><q:bill><n>1</n><q:n>2</q:n></q:bill></q:run>',
    spec: { recordsPath: "p:run/p:bill", namespaces: { p: "urn:a" } },
    is: ['{"n":"1","p:n":"2","charges":[]}'],
  },
  {
    says: "prefixes that change inside",
    xml: run('<bill><x:n xmlns:x="urn:a">1</x:n><x:m xmlns:x="urn:b">2</x:m></bill>'),
    spec: { namespaces: { a: "urn:a", b: "urn:b" } },
    is: ['{"a:n":"1","b:m":"2","charges":[]}'],
  },
  {
    says: "ISO 8859-1 by its declaration",
    xml: Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?>${run("<bill><n>Jörg</n></bill>")}`,
      "latin1",
    ),
    is: ['{"n":"Jörg","charges":[]}'],
  },
  {
    says: "UTF-16 by its byte order mark",
    xml: utf16(`<?xml version="1.0" encoding="UTF-16"?>${run("<bill><n>Ωmega</n></bill>")}`),
    is: ['{"n":"Ωmega","charges":[]}'],
  },
  { says: "no records in the right place", xml: run(""), is: [] },
  {
    says: "names that every object inherits",
    xml: run("<bill><constructor>1</constructor><toString>2</toString></bill>"),
    is: ['{"constructor":"1","toString":"2","charges":[]}'],
  },
  {
    says: "a document type with entities that grow",
    xml: `${DOCTYPE}<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>${run("<bill>&b;</bill>")}`,
    is: "input.xml-broken 1:61 the XML has a document type (DOCTYPE) (send it without: entities are refused)",
  },
  {
    says: "an external entity",
    xml: `${DOCTYPE}<!ENTITY a SYSTEM "file:///etc/passwd">]>${run("<bill>&a;</bill>")}`,
    is: "input.xml-broken 1:57 the XML has a document type (DOCTYPE) (send it without: entities are refused)",
  },
  {
    says: "an entity of nobody's",
    xml: run("\n<bill>&nbsp;</bill>"),
    is: "input.xml-broken 2:13 the XML is not well formed: undefined entity",
  },
  {
    says: "a tag that is not closed",
    xml: run("<bill><a>1</a></bill>\n<bill><a>2</bill>"),
    is: "input.xml-broken 2:18 the XML is not well formed: unexpected close tag",
  },
  {
    says: "an end that is missing",
    xml: "<run><bill><a>1</a></bill>",
    is: "input.xml-broken 1:27 the XML is not well formed: unclosed tag",
  },
  {
    says: "bytes that are not UTF-8",
    xml: Buffer.concat([
      Buffer.from("<run>\n<bill><a>"),
      Buffer.of(0xc3, 0x28),
      Buffer.from("</a></bill></run>"),
    ]),
    is: "input.xml-broken 2:10 the XML has bytes that are not text in its encoding",
  },
  {
    says: "an encoding that nobody knows",
    xml: `<?xml version="1.0" encoding="klingon"?>${run("")}`,
    is: "input.format 1 the XML declares an encoding that is not known (have its sender write UTF-8)",
  },
  {
    says: "a path that leads nowhere",
    xml: "<run><bills><bill/></bills></run>",
    spec: { recordsPath: "run/bil/bill" },
    is: 'input.records-path 0 the document has no element at "run/bil/bill" (did you mean `bill`?)',
  },
  {
    says: "two namespaces with one name",
    xml: run('<bill><n>1</n><x:n xmlns:x="urn:a">2</x:n></bill>'),
    is:
      'input.xml-broken 1:41 the XML has the name "n" in two namespaces ' +
      "(declare one of them under `namespaces` in the job)",
  },
  {
    says: "a prefix that is not declared",
    xml: run("<bill><x:n>1</x:n></bill>"),
    is: "input.xml-broken 1:17 the XML uses a prefix that it does not declare",
  },
  {
    says: "nested far too deeply",
    xml: "<a>".repeat(100_000),
    is: "input.xml-broken 1:196 the XML nests elements too deeply",
  },
  {
    says: "a record that is nested too deeply, beside one that is not",
    xml: run(`<bill>${"<a>".repeat(40)}${"</a>".repeat(40)}</bill>\n<bill><a>1</a></bill>`),
    is: [
      "1 data.too-deep -: the record nests values too deeply: send it flatter",
      '{"a":"1","charges":[]}',
    ],
  },
  {
    says: "a text where the job has a list",
    xml: run("<bill><charges>none</charges></bill>"),
    spec: { lists: { "charges.all": "charges/charge" } },
    is: [
      "1 data.wrong-type -: an element has a text where the job places a list: correct `lists`, or send it again",
    ],
  },
  {
    says: "text in place of an object that a list goes into",
    xml: run("<bill><to>none</to><line>1</line></bill>"),
    spec: { lists: { "to.lines": "line" } },
    is: [
      "1 data.wrong-type -: an element has a text where the job places a list: correct `lists`, or send it again",
    ],
  },
];

describe("XML with", () => {
  it.each(CASES)("$says", async ({ xml, spec, is }) => {
    const file = foreignFile("bills.xml", xml);
    const { units, refusal } = await readForeign(() => xmlRecords({ ...SPEC, ...spec }, file));
    if (typeof is === "string") expect(refusal).toContain(is);
    else expect(units.map(told)).toEqual(is);
  });
});

it("says where each record lies in the file, whatever the encoding and the markup", async () => {
  const bill = (index: number): string =>
    `<bill\r\n id="${index}">\n<t>${"ä€😀".repeat(index % 90)}</t></bill>`;
  const records = Array.from({ length: 400 }, (_, index) => bill(index));
  const long = `<bill><t>${"x".repeat(300_000)}</t><u/>\n\n</bill>`;
  const texts = ["1.0", "1.1"].map(
    (version) => `<?xml version="${version}"?>\r\n<run>\r\n${records.join("\r\n")}\r\n</run>`,
  );
  // What comes behind the long text is read in another way.
  const withLong = `<?xml version="1.0"?>\r\n<run>\r\n${[long, ...records].join("\r\n")}</run>`;
  const files = [...texts, `\uFEFF${texts[0]}`].map((text) => ({ text, expected: records }));
  for (const { text, expected } of [...files, { text: withLong, expected: [long, ...records] }]) {
    const file = foreignFile("bills.xml", text);
    const { units } = await readForeign(() => xmlRecords(SPEC, file));
    expect(units).toHaveLength(expected.length);
    units.forEach(({ place }, index) => {
      expect(bytesAt(file, place.byteOffset, place.sizeBytes)).toBe(expected[index]);
      expect(place.line).toBe(3 + index * 3);
    });
  }
});

it("takes rows by paths, and rejects a row that has two of one column", async () => {
  const xml =
    '<run><row acct="1"><amt cur="USD">1.00</amt><d>2026-10-01</d></row>' +
    '\n<row acct="2"><amt>1.00</amt><amt>2.00</amt></row>\n<row acct="3"><amt/></row></run>';
  const columns = ["@acct", "amt", "amt/@cur", "d"];
  const spec: XmlSpec = { ...SPEC, form: "rows", recordsPath: "run/row", lists: {} };
  const { units } = await readForeign(() =>
    xmlRows(spec, { ...foreignFile("rows.xml", xml), columns }),
  );
  expect(units.map(told)).toEqual([
    "1|1.00|USD|2026-10-01",
    '2 data.wrong-type amt: "amt" is not one text in this record: name the element that holds the ' +
      "text, or take the repeated ones as a list",
    "3|||",
  ]);
});

it("refuses a text that has no end in sight, and one record that is too large alone", async () => {
  const endless = `<run><bill><a>${"x".repeat(9 * 1024 * 1024)}`;
  const first = await readForeign(() => xmlRecords(SPEC, foreignFile("a.xml", endless)));
  expect(first.refusal).toContain("input.xml-broken 1:");
  expect(first.refusal).toContain("the XML has a text or tag too large");
  const large = `<a>${"x".repeat(1000)}</a>`.repeat(9 * 1024);
  const both = `<run><bill>${large}</bill><bill><a>1</a></bill></run>`;
  const second = await readForeign(() => xmlRecords(SPEC, foreignFile("b.xml", both)));
  expect(second.units.map(told)).toEqual([
    "1 data.record-too-large -: the record is larger than allowed: split it",
    '{"a":"1","charges":[]}',
  ]);
});
