import { inflateSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { CustomerRecord, RawObject } from "../../src/model/record.ts";
import { type ComposedDocument, composeDocument } from "../../src/work/composed-document.ts";
import { StatementDesk } from "./statement-desk.ts";

let desk: StatementDesk;
beforeAll(async () => {
  desk = await StatementDesk.open(20);
});

/** A record with other consent and contact than it has. */
function asked(
  record: CustomerRecord,
  consent: RawObject,
  customer: RawObject = {},
): CustomerRecord {
  const old = record.values["customer"] as RawObject;
  const values = { ...record.values, consent, customer: { ...old, ...customer } };
  return { ...record, values };
}

/** A record with a character that no font has, in what furniture shows on each page. */
function unread(record: CustomerRecord): CustomerRecord {
  const account = { ...(record.values["account"] as RawObject), product: "文 Savings" };
  return { ...record, values: { ...record.values, account } };
}

const EMAIL = { preference: "email", electronic: true, sms: false };
const PAPER = { preference: "paper", electronic: false, sms: false };
const SMS = { preference: "sms", electronic: true, sms: true };

const first = (): CustomerRecord => desk.records[0] as CustomerRecord;
const codes = ({ faults }: ComposedDocument): string[] => faults.map(({ code }) => code);
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("utf8");
const contents = ({ pages }: ComposedDocument): string[] =>
  pages.map(({ content }) => inflateSync(content).toString("latin1"));

describe("a record on its own", () => {
  test("that asks for paper comes to pages, each with its place in the document", () => {
    const record = asked(desk.records[2] as CustomerRecord, PAPER);
    const made = composeDocument(desk.composer(), record);
    const { print, pages, messages } = made;
    expect([codes(made), messages]).toEqual([[], {}]);
    expect([print?.pages, print?.sheets]).toEqual([4, 2]);
    // The art of the first master, and the static blocks at the end.
    expect(pages.map(({ drawn }) => drawn)).toEqual(["A0", "", "", "S0 S1"]);
    contents(made).forEach((content, index) =>
      expect(content.match(/\/NPdoc.*/)?.[0]).toBe(`/NPdoc<</O 2/I ${index + 1}/N 4>>DP`),
    );
  });

  test("comes to an e-mail, and to a notice beside it where there is consent for one", () => {
    const alone = composeDocument(desk.composer(), asked(first(), EMAIL));
    expect([alone.pages, alone.print, codes(alone)]).toEqual([[], undefined, []]);
    expect(Object.keys(alone.messages)).toEqual(["email"]);
    expect(text(alone.messages.email)).toContain("To: <cormond.kespmore9887@example.org>\r\n");

    const both = composeDocument(desk.composer(), asked(first(), { ...EMAIL, sms: true }));
    expect(Object.keys(both.messages)).toEqual(["email", "sms"]);
    expect(both.messages.email).toEqual(alone.messages.email);
    expect(JSON.parse(text(both.messages.sms))).toMatchObject({ ordinal: 0, to: "+12025550107" });
  });

  test("comes to an SMS alone where that is its channel", () => {
    const { messages, pages, faults } = composeDocument(desk.composer(), asked(first(), SMS));
    expect([Object.keys(messages), pages, faults]).toEqual([["sms"], [], []]);
    expect(text(messages.sms)).toMatch(/^\{.*\}\n$/);
  });

  test("goes on paper without consent, without an address, or for a channel that is left out", () => {
    const paper = contents(composeDocument(desk.composer(), asked(first(), PAPER)));
    expect(paper.length).toBeGreaterThan(0);
    const noConsent = asked(first(), { ...EMAIL, electronic: false });
    const noMail = asked(first(), EMAIL, { email: "nobody at all" });
    const noNumber = asked(first(), SMS, { mobile: "202-555-0107" });
    for (const record of [noConsent, noMail, noNumber]) {
      const made = composeDocument(desk.composer(), record);
      expect([made.messages, codes(made)]).toEqual([{}, []]);
      expect(made.pages).toHaveLength(paper.length);
    }
    const printOnly = composeDocument(desk.composer({}, ["print"]), asked(first(), EMAIL));
    expect([printOnly.messages, contents(printOnly)]).toEqual([{}, paper]);
  });

  test("comes to nothing where paper is its channel and is not asked for", () => {
    const made = composeDocument(desk.composer({}, ["email", "sms"]), asked(first(), PAPER));
    expect(made).toEqual({ pages: [], messages: {}, faults: [] });
  });

  test("is refused with what stands in its way, and leaves no page behind", () => {
    const limits = { ...desk.job.limits, pagesPerDocumentMax: 1 };
    const long = composeDocument(desk.composer({ limits }), asked(first(), PAPER));
    const wide = { lines: ["A NAME AS WIDE AS NO WINDOW ".repeat(4), "1 ST", "X TX 78770"] };
    const outside = composeDocument(desk.composer(), asked(first(), PAPER, { address: wide }));
    const unreadable = composeDocument(desk.composer(), unread(asked(first(), PAPER)));
    expect(codes(long)).toEqual(["compose.too-many-pages"]);
    expect(codes(outside)).toEqual(["mail.address-too-wide"]);
    expect(codes(unreadable)).toContain("compose.missing-glyph");
    for (const refused of [long, outside, unreadable])
      expect([refused.pages, refused.print, refused.messages]).toEqual([[], undefined, {}]);
    // One of an e-mail is for paper alone to find.
    expect(codes(composeDocument(desk.composer({ limits }), asked(first(), EMAIL)))).toEqual([]);
  });

  test("of a test says so in each message, and reaches the tester or nobody", () => {
    const record = asked(first(), { ...EMAIL, sms: true });
    const nobody = composeDocument(desk.composer({ mode: "test" }), record).messages;
    expect(text(nobody.email)).toMatch(/^Subject: \[SPECIMEN\] /m);
    expect(text(nobody.email)).toContain("To: <nobody@nightpress.invalid>\r\n");
    expect(JSON.parse(text(nobody.sms))).toMatchObject({ to: "", text: /^SPECIMEN / });

    const testRecipient = { email: "tester@bank.example", sms: "+12025550100" };
    const change = { mode: "test", testRecipient } as const;
    const tester = composeDocument(desk.composer(change), record).messages;
    expect(text(tester.email)).toContain("To: <tester@bank.example>\r\n");
    expect(JSON.parse(text(tester.sms)).to).toBe("+12025550100");
  });
});

test("what comes of a record does not depend on those before it", () => {
  const composer = desk.composer();
  const inTurn = desk.records.map((record) => composeDocument(composer, record));
  const backwards = desk.records.toReversed().map((record) => composeDocument(composer, record));
  expect(backwards.toReversed()).toEqual(inTurn);
  expect(inTurn.filter(({ print }) => print !== undefined).length).toBeGreaterThan(5);
  expect(inTurn.filter(({ messages }) => messages.email !== undefined).length).toBeGreaterThan(2);
});

test("a fault of pages alone is found without an address, and nothing is painted for it", () => {
  const composer = desk.composer();
  const { customer, ...others } = first().values;
  const { address: _, ...unaddressed } = customer as RawObject;
  const record = { ...first(), values: { ...others, customer: unaddressed } };
  expect(composer.pageFaults(record)).toEqual([]);
  expect(codes(composeDocument(composer, asked(record, PAPER)))).toEqual(["mail.no-address"]);
  expect(composer.pageFaults(unread(record)).map(({ code }) => code)).toContain(
    "compose.missing-glyph",
  );
  expect(composer.usage.every((glyphs) => glyphs.toBytes().length === 0)).toBe(true);
});

test("one record by itself comes to the very bytes that a shard has of it", () => {
  const composer = desk.composer();
  const alone = desk.records.map((record) => composeDocument(composer, record));
  const night = desk.shard();
  for (let entry = 0; entry < night.entries.length; entry += 1) {
    const { pages, meta } = night.readPrint(entry);
    const { print, pages: own } = alone[meta.facts.ordinal] as ComposedDocument;
    expect(own.map(({ content }) => content)).toEqual(pages.map((page) => page.slice()));
    expect(meta.drawn).toEqual(own.map(({ drawn }) => drawn));
    expect(meta.facts).toMatchObject({ pages: print?.pages, sheets: print?.sheets });
  }
  for (let entry = 0; entry < night.index("email").length; entry += 1) {
    const { messages } = alone[night.index("email").ordinal(entry)] as ComposedDocument;
    expect(messages.email).toEqual(night.readRendition("email", entry).bytes.slice());
  }
  const { summary } = night;
  expect([summary.prints, summary.emails, summary.sms]).toEqual(
    [({ print }: ComposedDocument) => print, emailOf, smsOf].map(
      (of) => alone.filter((made) => of(made) !== undefined).length,
    ),
  );
  night.close();
});

const emailOf = ({ messages }: ComposedDocument): unknown => messages.email;
const smsOf = ({ messages }: ComposedDocument): unknown => messages.sms;
