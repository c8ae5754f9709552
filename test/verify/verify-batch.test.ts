import { NO_PIECE, NO_SERIAL } from "../../src/base/units.ts";
import { readFileSync, writeFileSync, rmSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leafHash } from "../../src/base/merkle.ts";
import { leafText } from "../../src/model/proven-item.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import type { BatchExpectation, OutputVerdict, VerifySetup } from "../../src/model/verification.ts";
import { writeMime } from "../../src/paint/html/mime.ts";
import { smsSize } from "../../src/paint/sms/sms-segments.ts";
import { assembleBatch, batchFile } from "../../src/spool/assemble-batch.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { FragmentWriter } from "../../src/spool/fragment-writer.ts";
import { smsLine } from "../../src/spool/sms-line.ts";
import { verifyBatch } from "../../src/verify/verify-batch.ts";
import { type BatchMessage, readBatch } from "../e2e/batches.ts";
import { writeBatch } from "./edit-batch.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

type MessageChannel = BatchExpectation["channel"];

const host = new NodeHost();
const root = temporaryFolder();

const ORDINALS = [1, 2, 4, 5, 7, 8];
const keyOf = (ordinal: number): string => `NB-é${ordinal}`;

const setup: VerifySetup = {
  root,
  mode: "production",
  testRecipient: {},
  jobMark: "MARK",
  imbPrefix: "",
  imbSerialDigits: 9,
  moneyFields: [],
  printedFields: [],
  required: [],
  currency: "USD",
  sidesPerSheet: 2,
  jobName: "statement",
  cycle: "2026-10",
  stockName: "letter",
  fonts: [],
  planHash: "",
  asOf: "2026-10-31",
  language: "en-US",
  papers: [],
  masters: [],
  furniturePaper: {
    widthMpt: 612_000,
    heightMpt: 792_000,
    duplex: false,
    stock: "letter",
    tray: "1",
    weightGsm: 90,
    thicknessMicrons: 100,
  },
  print: {
    markStrip: { xMpt: 0, yMpt: 0, widthMpt: 0, heightMpt: 0 },
    noPrintEdgeMpt: 0,
    envelope: {
      name: "",
      window: { xMpt: 0, yMpt: 0, widthMpt: 0, heightMpt: 0 },
      play: { upMpt: 0, downMpt: 0, leftMpt: 0, rightMpt: 0 },
      clear: { topMpt: 0, bottomMpt: 0, leftMpt: 0, rightMpt: 0 },
      sheetsMax: 1,
    },
    addressFonts: [],
    addressSizeMpt: 0,
    addressLeadingMpt: 0,
  },
  furnitureSides: 1,
};

interface EmailChange {
  readonly key?: string;
  readonly subject?: string;
  readonly to?: string;
  readonly seedBefore?: string;
}

function email(ordinal: number, change: EmailChange = {}): Buffer {
  const { key = keyOf(ordinal), subject = "Your statement of October — é" } = change;
  const { to = `customer${ordinal}@example.com`, seedBefore = "" } = change;
  return Buffer.from(
    writeMime({
      to,
      subject,
      html: `<p>Statement ${ordinal}</p>`,
      text: `Statement ${ordinal}`,
      from: "statements@bank.example",
      fromName: "Bank, “the” one",
      messageIdSeed: `${seedBefore}statement\n2026-10\n${key}`,
      dateRfc5322: "Sat, 31 Oct 2026 06:00:00 +0000",
      images: ordinal % 2 === 0 ? [image] : [],
    }),
  );
}
const image = { contentId: "logo@np", mediaType: "image/png", bytes: Buffer.alloc(300, 7) };

function sms(
  ordinal: number,
  text = `Statement ${ordinal} is there: €${ordinal}`,
  to = "+12025550143",
): Buffer {
  return Buffer.from(smsLine(ordinal, { to, text, ...smsSize(text) }));
}

/** Assembles a batch of what two fragments hold; what the ledger would say of it. */
function assembled(channel: MessageChannel, name: string): BatchExpectation {
  const shards = ORDINALS.map((ordinal) => (ordinal < 5 ? 0 : 1));
  const fragments = [0, 1].map((shard) => {
    const writer = new FragmentWriter();
    writer.begin(shard);
    for (const ordinal of ORDINALS.filter((_, at) => shards[at] === shard)) {
      const place = { file: 0, line: ordinal, byteOffset: 0, sizeBytes: 1 };
      const entry = { ordinal, key: keyOf(ordinal), place, keyHashHigh: 1, keyHashLow: ordinal };
      writer.addRendition("email", { ...entry, isPrimary: true }, email(ordinal));
      writer.addRendition("sms", { ...entry, isPrimary: false }, sms(ordinal));
    }
    writer.setSums({});
    const file = `${name}-${shard}.frag`;
    const { bytes, crc32 } = writer.commit(host, `${root}/${file}`);
    return { file, bytes, checksum: crc32 };
  });
  const shelf = new FragmentShelf(
    host,
    fragments.map(({ file }) => `${root}/${file}`),
  );
  const plan = {
    channel,
    name,
    shards: Uint32Array.from(shards),
    entries: Uint32Array.from(ORDINALS, (_, at) => at % 3),
  };
  const result = assembleBatch(host, { plan, shelf, outFolder: `${root}/${channel}` });
  shelf.close();
  const keys = ORDINALS.map((ordinal) => Buffer.from(keyOf(ordinal)));
  return {
    file: `${channel}/${batchFile({ name, channel })}`,
    channel,
    index: 0,
    count: result.messages,
    bytes: result.bytes,
    sha256: result.sha256,
    ordinals: Uint32Array.from(ORDINALS),
    keyBytes: Buffer.concat(keys),
    keyEnds: Uint32Array.from(keys, (_, at) => Buffer.concat(keys.slice(0, at + 1)).length),
    fragmentOf: Uint32Array.from(shards),
    fragments,
  };
}

const found = ({ breaches }: OutputVerdict) =>
  breaches.map(({ code, line, document }) => [code, line, document]);

let batches = 0;

/** What is found where the messages are others, and every hash and place with them. */
function foundWith(
  channel: MessageChannel,
  change: (messages: BatchMessage[]) => BatchMessage[],
  mode: VerifySetup["mode"] = "production",
  testRecipient: VerifySetup["testRecipient"] = {},
) {
  const expected = assembled(channel, `changed-${++batches}`);
  const path = `${root}/${expected.file}`;
  const figures = writeBatch(path, change(readBatch(path)));
  const verdict = verifyBatch(host, { ...setup, mode, testRecipient }, { ...expected, ...figures });
  return found(verdict);
}

/** Gives document 4 another message. */
const with4 = (bytes: Buffer) => (messages: BatchMessage[]) =>
  messages.map((message) => (message.ordinal === 4 ? { ordinal: 4, bytes } : message));

describe("the verifier of batches", () => {
  it.each(["email", "sms"] as const)("finds nothing wrong with %s as it was made", (channel) => {
    const expected = assembled(channel, "sound");
    const verdict = verifyBatch(host, setup, expected);
    expect(verdict.breaches).toEqual([]);
    expect(verdict).toMatchObject({ breachCount: 0, notChecked: [], printedSums: [] });
    expect(verdict.counts).toMatchObject({ messages: 6, bytes: expected.bytes, pages: 0 });
    expect([...verdict.ordinals]).toEqual(ORDINALS);
    const leaves = readBatch(`${root}/${expected.file}`).map(({ ordinal, bytes }) => {
      const output = expected.file.slice(channel.length + 1);
      const none = { piece: NO_PIECE, generation: 0, serial: NO_SERIAL, sheets: 0, pages: 0 };
      const { sha256 } = writeBatch(`${root}/one.eml-batch`, [{ ordinal, bytes }]);
      const item = { channel, output, document: ordinal, ...none, contentSha256: sha256 };
      return Buffer.from(leafHash(leafText(item)));
    });
    expect(Buffer.from(verdict.leaves)).toEqual(Buffer.concat(leaves));
  });

  it("names a message that was removed, added, doubled or moved", () => {
    expect(foundWith("email", (all) => all.filter(({ ordinal }) => ordinal !== 4))).toEqual([
      ["verify.ledger-count", undefined, undefined],
      ["verify.message-missing", 4, 4],
    ]);
    expect(foundWith("sms", (all) => all.slice(0, -1))).toEqual([
      ["verify.ledger-count", undefined, undefined],
      ["verify.message-missing", 7, 8],
    ]);
    const added = { ordinal: 6, bytes: email(6) };
    expect(foundWith("email", (all) => all.toSpliced(4, 0, added))).toEqual([
      ["verify.ledger-count", undefined, undefined],
      ["verify.message-unknown", 6, 6],
    ]);
    expect(foundWith("email", (all) => all.flatMap((one) => [one, one]).slice(1, 8))).toEqual([
      ["verify.ledger-count", undefined, undefined],
      ["verify.message-doubled", 4, 2],
      ["verify.message-doubled", 6, 4],
      ["verify.message-doubled", 8, 5],
      ["verify.message-missing", 9, 7],
      ["verify.message-missing", 9, 8],
    ]);
    expect(foundWith("sms", ([a, b, ...rest]) => [b, a, ...rest] as BatchMessage[])).toEqual([
      ["verify.message-missing", 2, 1],
      ["verify.message-doubled", 3, 1],
    ]);
  });

  it("names a message of another record", () => {
    const foreign = ["verify.message-foreign", 4, 4];
    const changed = ["verify.content-changed", 4, 4];
    expect(foundWith("email", with4(email(5)))).toEqual([foreign, changed]);
    expect(foundWith("email", with4(email(4, { key: "NB-é44" })))).toEqual([foreign, changed]);
    expect(foundWith("sms", with4(sms(5)))).toEqual([foreign, changed]);
  });

  it("names a message that is not what was composed", () => {
    const changed = [["verify.content-changed", 4, 4]];
    expect(foundWith("email", with4(email(4, { subject: "Another" })))).toEqual(changed);
    expect(foundWith("sms", with4(sms(4, "Another text")))).toEqual(changed);
  });

  it("names one that is not written as its customer prefers", () => {
    const expected = assembled("email", "forms");
    const textFormats = [{ kind: "text", width: 60 } as const];
    expect(verifyBatch(host, { ...setup, textFormats }, expected).breaches).toEqual([]);
    const bare = Buffer.from(
      email(4).toString("latin1").replace("text/html", "text/rtf"),
      "latin1",
    );
    const figures = writeBatch(
      `${root}/${expected.file}`,
      with4(bare)(readBatch(`${root}/${expected.file}`)),
    );
    expect(
      found(verifyBatch(host, { ...setup, textFormats }, { ...expected, ...figures })),
    ).toEqual([
      ["verify.content-changed", 4, 4],
      ["verify.message-form", 4, 4],
    ]);
  });

  it("names a message that is damaged", () => {
    const damaged = [
      ["verify.message-damaged", 4, 4],
      ["verify.content-changed", 4, 4],
    ];
    const text = email(4).toString("latin1");
    const spoilt = [
      text.slice(0, -1),
      text.slice(0, 400),
      text.replace("To: <", "To: <other@example.com>, <"),
      text.replace("To: ", "Bcc: <other@example.com>\r\nTo: "),
      text.replace("Date: ", "Dated: "),
      text.replace("Subject: ", "Subject: one\r\nSubject: "),
      text.replace("Subject: ", "Subject"),
      text.replace("From: ", "From: \u00e9"),
      text.replace("\r\n\r\n", "\r\n"),
      text.replace("boundary=", "border="),
    ];
    for (const one of spoilt)
      expect([one, foundWith("email", with4(Buffer.from(one, "latin1")))]).toEqual([one, damaged]);
    const line = sms(4).toString();
    const spoiltLines = [
      line.slice(0, -1),
      line.replace("+12025550143", "2025550143"),
      line.replace('"segments":1', '"segments":2'),
      line.replace("gsm-7", "ucs-2"),
      line.replace('"to"', '"from"'),
      line.replace(/"text":"[^"]*"/, '"text":""'),
      line.replace("{", "["),
      `null\n`,
    ];
    for (const one of spoiltLines)
      expect([one, foundWith("sms", with4(Buffer.from(one)))]).toEqual([one, damaged]);
  });

  /** What is found in message 4 of a test, beside that it is not the one that was composed. */
  function inTest(
    channel: MessageChannel,
    bytes: Buffer,
    testRecipient: VerifySetup["testRecipient"] = {},
  ): unknown[] {
    const faults = foundWith(channel, with4(bytes), "test", testRecipient);
    const codes = faults.filter(([, line]) => line === 4).map(([code]) => code);
    return codes.filter((code) => code !== "verify.content-changed");
  }

  const TOLD = { subject: "[SPECIMEN] Your statement — é", seedBefore: "SPECIMEN\n" } as const;
  const NOBODY = "nobody@nightpress.invalid";

  it("wants the messages of a test to say that they are of one", () => {
    const { seedBefore, subject } = TOLD;
    expect(inTest("email", email(4, { seedBefore, to: NOBODY }))).toEqual(["verify.no-specimen"]);
    expect(inTest("email", email(4, { subject, to: NOBODY }))).toEqual(["verify.message-foreign"]);
    expect(inTest("email", email(4, { ...TOLD, to: NOBODY }))).toEqual([]);
    expect(inTest("sms", sms(4, "Yours", ""))).toEqual(["verify.no-specimen"]);
    expect(inTest("sms", sms(4, "SPECIMEN Yours", ""))).toEqual([]);
  });

  it("wants the messages of a test to reach the job's tester or nobody", () => {
    const tester = { email: "tests@example.com", sms: "+12025550199" };
    const addressed = ["verify.test-addressed"];
    const emailTo = (to: string) => email(4, { ...TOLD, to });
    expect(inTest("email", emailTo("customer4@example.com"))).toEqual(addressed);
    expect(inTest("email", emailTo("customer4@example.com"), tester)).toEqual(addressed);
    expect(inTest("email", emailTo(NOBODY), tester)).toEqual(addressed);
    expect(inTest("email", emailTo(tester.email), tester)).toEqual([]);
    const smsTo = (to: string) => sms(4, "SPECIMEN Yours", to);
    expect(inTest("sms", smsTo("+12025550143"))).toEqual(addressed);
    expect(inTest("sms", smsTo("+12025550143"), tester)).toEqual(addressed);
    expect(inTest("sms", smsTo(""), tester)).toEqual(["verify.message-damaged"]);
    expect(inTest("sms", smsTo(tester.sms), tester)).toEqual([]);
    // A production message to nobody is none.
    expect(foundWith("sms", with4(sms(4, "Yours", "")))).toContainEqual([
      "verify.message-damaged",
      4,
      4,
    ]);
  });

  it("counts the segments of any text as the painter does", () => {
    const unit = fc.constantFrom("a", "Z", "€", "{", "é", "\n", "ç", "“", "😀", "Ω");
    const text = fc.string({ unit, minLength: 1, maxLength: 400 });
    const expected = assembled("sms", "segments");
    fc.assert(
      fc.property(text, (said) => {
        const path = `${root}/${expected.file}`;
        const figures = writeBatch(path, [{ ordinal: 1, bytes: sms(1, said) }]);
        const ordinals = Uint32Array.of(1);
        const verdict = verifyBatch(host, setup, { ...expected, ...figures, ordinals });
        expect(found(verdict).map(([code]) => code)).toEqual(["verify.content-changed"]);
      }),
      { numRuns: 60 },
    );
  });

  it("holds messages against a ledger and fragments that say otherwise", () => {
    const expected = assembled("email", "account");
    const keyBytes = Buffer.from(expected.keyBytes);
    keyBytes[keyBytes.length - 1] = 0x39;
    expect(found(verifyBatch(host, setup, { ...expected, keyBytes }))).toEqual([
      ["verify.message-foreign", 7, 8],
      ["verify.key-changed", 7, 8],
    ]);
    const [first, second] = expected.fragments as [never, never];
    const turned = { ...expected, fragments: [second, first] };
    expect(found(verifyBatch(host, setup, turned)).map(([code]) => code)).toEqual(
      ORDINALS.map(() => "verify.not-composed"),
    );
    const other = { ...(second as BatchExpectation["fragments"][number]), checksum: "00000000" };
    expect(found(verifyBatch(host, setup, { ...expected, fragments: [first, other] }))).toEqual(
      [5, 7, 8].map((document, at) => ["verify.fragment-broken", at + 5, document]),
    );
    rmSync(`${root}/account-1.frag`);
    const verdict = verifyBatch(host, setup, expected);
    expect(verdict.breaches).toEqual([]);
    expect(verdict.notChecked).toEqual([expect.stringContaining("account-1.frag")]);
  });

  it("says where an index is broken or wrong", () => {
    const expected = assembled("sms", "index");
    const path = `${root}/sms/index.csv`;
    const text = readFileSync(path, "utf8");
    const foundIn = (changed: string) => {
      writeFileSync(path, changed);
      return found(verifyBatch(host, setup, expected));
    };
    const row = (line: number, document?: number) => ["verify.index-row", line, document];
    expect(foundIn(text.replace("M,4,", "M,3,"))).toEqual([
      ["verify.message-unknown", 4, 3],
      ["verify.message-missing", 5, 4],
    ]);
    expect(foundIn(text.replace("M,4,", "M,4.0,"))).toEqual([
      row(4),
      ["verify.message-missing", 5, 4],
    ]);
    expect(foundIn(text.replace("M,1,0,", "M,1,1,"))[0]).toEqual(row(2, 1));
    expect(foundIn(text.replace("M,1,0,", "M,1,9000000000000000,"))[0]).toEqual(row(2, 1));
    expect(foundIn(text.replace(/^(M,4,\d+,\d+,)\w/m, "$1x"))).toEqual([row(4, 4)]);
    expect(foundIn(text.replace(/^(T.*,)6/m, "$17"))).toEqual([row(8)]);
    expect(foundIn(text.replace("messages", "message"))).toEqual([row(1)]);
    expect(foundIn(text.replace(/^T.*\r\n/m, ""))).toEqual([row(8)]);
    expect(foundIn(text.slice(0, -1))).toEqual([row(8), row(8)]);
    expect(foundIn(`${text}M,9,0,1,00,\r\n`)).toEqual([row(9)]);
    expect(foundIn("")).toContainEqual(["verify.message-missing", 2, 8]);
    rmSync(path);
    expect(found(verifyBatch(host, setup, expected))).toContainEqual([
      "verify.unreadable",
      undefined,
      undefined,
    ]);
  });

  it("notices any byte of a batch that is changed, cut or added", () => {
    const expected = assembled("email", "bytes");
    const path = `${root}/${expected.file}`;
    const bytes = readFileSync(path);
    const hash = ["verify.wrong-hash", undefined, undefined];
    const last = bytes.length - 1;
    for (const at of [0, 100, 5000, last]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      writeFileSync(path, changed);
      const codes = found(verifyBatch(host, setup, expected));
      expect(codes[0]).toEqual(hash);
      expect(codes.map(([code]) => code)).toContain("verify.content-changed");
    }
    writeFileSync(path, bytes.subarray(0, last));
    expect(found(verifyBatch(host, setup, expected))[0]).toEqual(hash);
    writeFileSync(path, Buffer.concat([bytes, Buffer.from("x")]));
    expect(found(verifyBatch(host, setup, expected))).toContainEqual([
      "verify.stray-bytes",
      undefined,
      undefined,
    ]);
    rmSync(path);
    expect(found(verifyBatch(host, setup, expected))).toEqual([
      ["verify.unreadable", undefined, undefined],
    ]);
  });

  it("never fails, whatever batch and index are", () => {
    const expected = assembled("email", "any");
    const index = `${root}/email/any.csv`;
    const text = readFileSync(index, "latin1");
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(text.length),
        fc.uint8Array({ maxLength: 20 }),
        (one, other, put) => {
          const [from, to] = [Math.min(one, other), Math.max(one, other)];
          const middle = Buffer.from(put).toString("latin1");
          writeFileSync(index, text.slice(0, from) + middle + text.slice(to), "latin1");
          const isSame = middle === text.slice(from, to);
          expect(verifyBatch(host, setup, expected).breachCount === 0).toBe(isSame);
        },
      ),
      { numRuns: 200 },
    );
  });
});
