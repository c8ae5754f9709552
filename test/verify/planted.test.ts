import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { type Breach } from "../../src/index.ts";
import { nightpress, nightpressProcess } from "../kit/command.ts";
import { readControl } from "../e2e/control-rows.ts";
import { readLines } from "../e2e/e2e-run.ts";
import { flipped, imbMask, imbOf, matrixMask, matrixOf, setImb, setMatrix } from "./planted.ts";
import { type PieceInLedger, RunCopy, type SpoolPlace } from "./run-copy.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/**
 * Plants each breach in a copy of one real production run, with every hash around it put right, and
 * wants the verifier to name it by file, page and piece. The spools of the run have pieces of two
 * sheets, and three or four pages.
 */
const folder = temporaryFolder("planted");
const original = `${folder}/out`;

beforeAll(async () => {
  const { jobFile } = writeStatementFixture({
    folder: `${folder}/input`,
    records: 95,
    seed: 7,
    mode: "production",
    format: "ndjson",
    badPercent: 3,
    transactions: 45,
  });
  const text = readFileSync(jobFile, "utf8");
  const shards = text.replace("input:\n", "input:\n  shard-bytes: 65536\n");
  writeFileSync(jobFile, `${shards}print: { spool-sheets: 60 }\n`);
  await runJob(jobFile, { out: original, workers: 2 });
  const [reject] = readLines<{ ordinal: number }>(`${original}/rejects/rejects.ndjson`);
  rejected = reject?.ordinal ?? -1;
});

/** What was planted and where: a copy of the run, its first spool, and a piece in the midst of it. */
interface Plant {
  readonly run: RunCopy;
  readonly spool: SpoolPlace;
  /** First of the piece's four pages. */
  readonly page: number;
  readonly piece: number;
  readonly document: PieceInLedger;
  /** The piece behind it. */
  readonly next: PieceInLedger;
  readonly second: SpoolPlace;
  /** Lists of the messages of each batch. */
  readonly indexes: { readonly email: string; readonly sms: string };
}

let copies = 0;
/** A document that was never printed. */
let rejected = -1;

/** Changes a copy of the run, and gives what the verifier then finds. */
async function plant(change: (plant: Plant) => void | Promise<void>): Promise<Found> {
  const run = new RunCopy(original, `${folder}/copy-${++copies}`);
  const spool = run.spool(0);
  const at = 7;
  const { firstPage: page, pieceNumber: piece } = spool.pieces[at] as SpoolPlace["pieces"][number];
  const [document, next] = run.documents(0).slice(at) as [PieceInLedger, PieceInLedger];
  const indexes = { email: run.indexFile("email"), sms: run.indexFile("sms") };
  const second = run.spool(1);
  const planted = { run, spool, page, piece, document, next, second, indexes };
  await change(planted);
  const breaches = await run.breaches();
  rmSync(run.out, { recursive: true });
  return { ...planted, breaches };
}

interface Found extends Plant {
  readonly breaches: readonly Breach[];
}

/** That a breach of this code and place is among those found. */
function expectFound({ breaches }: Found, code: string, place: Partial<Breach>): void {
  expect(breaches).toContainEqual(expect.objectContaining({ code, ...place }));
}

describe("the verifier", () => {
  it("finds nothing in a run as it was made", async () => {
    expect((await plant(() => undefined)).breaches).toEqual([]);
  });
});

describe("nightpress verify", () => {
  it("ends with 1 and says where the breach is, by its threads as well", async () => {
    const run = new RunCopy(original, `${folder}/copy-cli`);
    const spool = run.spool(0);
    const { firstPage, pieceNumber } = spool.pieces[7] as SpoolPlace["pieces"][number];
    run.editSpool(spool, (pdf) => pdf.change(pdf.composed(firstPage), /\$\d/, "$9"));
    const putBack = run.registerKept();
    const { code, out } = nightpressProcess(["verify", run.out, "--workers", "2"]);
    putBack();
    expect(out).toContain("verify.content-changed");
    expect(out).toContain(spool.file);
    expect(out).toMatch(new RegExp(`page ${firstPage}\\b.*piece ${pieceNumber}\\b`));
    expect(code).toBe(1);
    expect((await nightpress(["verify", original])).code).toBe(0);
  });
});

describe("of pages, the verifier names", () => {
  it("two that changed places", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => {
        const [one, other] = [pdf.contents(page), pdf.contents(page + 1)];
        pdf.setContents(page, other);
        pdf.setContents(page + 1, one);
      }),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.page-misplaced", { file: spool.file, page, piece });
  });

  it("two of a piece whose composed contents alone changed places", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => {
        const [one, other] = [pdf.composed(page), pdf.composed(page + 1)];
        pdf.setContents(page, [pdf.overlay(page), other]);
        pdf.setContents(page + 1, [pdf.overlay(page + 1), one]);
      }),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.page-misplaced", { file: spool.file, page, piece });
    expectFound(found, "verify.side-name", { file: spool.file, page, piece });
  });

  it("one that is there twice", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => pdf.insertPage(page + 1, page)),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.page-doubled", { file: spool.file, page: page + 1, piece });
  });

  it("a sheet that is there twice", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => {
        pdf.insertPage(page + 2, page);
        pdf.insertPage(page + 3, page + 1);
      }),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.page-doubled", { file: spool.file, page: page + 2, piece });
  });

  it("one that was taken out", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => pdf.removePage(page + 1)),
    );
    const { spool, piece } = found;
    expectFound(found, "verify.page-missing", { file: spool.file, piece });
  });

  it("those of a whole piece that was taken out", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => [0, 1, 2, 3].forEach(() => pdf.removePage(page))),
    );
    const { spool, piece, document } = found;
    const place = { file: spool.file, piece, document: document.ordinal };
    expectFound(found, "verify.piece-missing", place);
    expectFound(found, "verify.missing", { document: document.ordinal });
  });

  it("those of a piece that is in a second spool, too", async () => {
    const found = await plant(({ run, spool, page, second }) => {
      const from = run.open(spool);
      run.editSpool(second, (pdf) =>
        [3, 2, 1, 0].forEach((side) => pdf.insertPage(3, page + side, from)),
      );
    });
    const { file } = found.second;
    const [document, piece] = [found.document.ordinal, found.piece];
    for (const page of [3, 4, 5, 6]) expectFound(found, "verify.page-foreign", { file, page });
    expectFound(found, "verify.doubled", { file, document, piece });
  });

  it("one with a byte changed in its packed contents", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => {
        const id = pdf.composed(page);
        const data = Buffer.from(pdf.data(id));
        data[200] = (data[200] as number) ^ 1;
        pdf.setData(id, data);
      }),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.stream-broken", { file: spool.file, page });
    expectFound(found, "verify.page-empty", { file: spool.file, page, piece });
  });

  it("one that says another amount", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => pdf.change(pdf.composed(page), /\$\d/, "$9")),
    );
    const { spool, page, piece, document } = found;
    const place = { file: spool.file, page, piece, document: document.ordinal };
    expectFound(found, "verify.content-changed", place);
  });

  it("one of another customer in a piece", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => {
        pdf.setText(pdf.composed(page + 1), pdf.text(pdf.composed(page + 5)));
      }),
    );
    const { spool, page, next, document } = found;
    const place = { file: spool.file, page: page + 1, document: next.ordinal };
    expectFound(found, "verify.page-misplaced", place);
    expectFound(found, "verify.piece-not-whole", { page, document: document.ordinal });
  });

  it("one of another customer that claims to be of the piece", async () => {
    const found = await plant(({ run, spool, page, document, next }) =>
      run.editSpool(spool, (pdf) => {
        const foreign = pdf.text(pdf.composed(page + 5));
        const claimed = foreign.replace(`/O ${next.ordinal}/`, `/O ${document.ordinal}/`);
        pdf.setText(pdf.composed(page + 1), claimed);
      }),
    );
    const { spool, page, piece, document } = found;
    const place = { file: spool.file, page: page + 1, piece, document: document.ordinal };
    expectFound(found, "verify.content-changed", place);
  });
});

describe("of marks, the verifier names", () => {
  const imbs = {
    "another piece's": ({ spool, page, run }: Plant) => imbMask(run.open(spool), page + 4),
    "one of the same address and another serial": ({ spool, page, run }: Plant) => {
      const digits = imbAt(spool, page, run);
      return imbOf(`${digits.slice(0, 14)}${String(900_000)}${digits.slice(20)}`);
    },
    "one with another address": ({ spool, page, run }: Plant) =>
      imbOf(`${imbAt(spool, page, run).slice(0, 20)}12345678901`),
    "one with a bar changed": ({ spool, page, run }: Plant) =>
      flipped(imbMask(run.open(spool), page), 0, 0xf0),
  };
  it.each(Object.entries(imbs))("a wrong Intelligent Mail barcode: %s", async (_, mask) => {
    const found = await plant((planted) => {
      const wrong = mask(planted);
      planted.run.editSpool(planted.spool, (pdf) => setImb(pdf, planted.page, wrong));
    });
    const { spool, page, piece } = found;
    expectFound(found, "verify.imb", { file: spool.file, page, piece });
  });

  const matrices = {
    "another piece's": ({ spool, page, run }: Plant) => matrixMask(run.open(spool), page + 4),
    "the piece's other sheet's": ({ spool, page, run }: Plant) =>
      matrixMask(run.open(spool), page + 2),
    "one that says anything": () => matrixOf("ANYTHING"),
    "one with a module flipped": ({ spool, page, run }: Plant) =>
      flipped(matrixMask(run.open(spool), page), 20, 0x08),
  };
  it.each(Object.entries(matrices))("a wrong Data Matrix: %s", async (_, mask) => {
    const found = await plant((planted) => {
      const wrong = mask(planted);
      planted.run.editSpool(planted.spool, (pdf) => setMatrix(pdf, planted.page, wrong));
    });
    const { spool, page, piece } = found;
    expectFound(found, "verify.data-matrix", { file: spool.file, page, piece });
  });

  it("a name for people that is another's", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) => pdf.change(pdf.overlay(page), "1/2 A)Tj", "2/2 A)Tj")),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.side-name", { file: spool.file, page, piece });
  });

  it("an address that is another's", async () => {
    const found = await plant(({ run, spool, page }) =>
      run.editSpool(spool, (pdf) =>
        pdf.change(pdf.overlay(page), /Td\([A-Z]+ [A-Z. ]+\)Tj/, "Td(JANE ROE)Tj"),
      ),
    );
    const { spool, page, piece } = found;
    expectFound(found, "verify.address", { file: spool.file, page, piece });
  });

  it("a trailer sheet with a wrong count", async () => {
    const found = await plant(({ run, spool }) =>
      run.editSpool(spool, (pdf) => {
        const trailer = pdf.overlay(pdf.pageCount - 1);
        pdf.change(trailer, "(Mail: 29 pieces, 58 sheets", "(Mail: 28 pieces, 58 sheets");
      }),
    );
    expectFound(found, "verify.furniture", { file: found.spool.file, sheet: 60, page: 119 });
  });

  it("a header sheet of another spool", async () => {
    const found = await plant(({ run, spool }) => {
      const other = run.open(run.spool(1));
      run.editSpool(spool, (pdf) => pdf.setText(pdf.overlay(1), other.text(other.overlay(1))));
    });
    const place = { file: found.spool.file, sheet: 1, page: 1 };
    expectFound(found, "verify.furniture", place);
    expectFound(found, "verify.data-matrix", place);
  });
});

describe("of control files, the verifier names", () => {
  const rowOf = (text: string, page: number): string =>
    text.split("\r\n").find((row) => row.startsWith(`S,${(page + 1) / 2},`)) ?? "";

  it.each([
    ["barcode", /(S,\d+,\d+,\d,\d+,1,2,\d*,\d{19})\d/, "$17"],
    ["postal code", /(S,\d+,\d+,\d,\d+,1,2,)\d{5}/, "$199999"],
    ["Data Matrix", /(S,.*,\d{17})\d{2}/, "$199"],
    ["piece", /(S,\d+,\d+,\d,)\d+/, "$177"],
    ["sheets", /(S,\d+,\d+,\d,\d+,1,)2/, "$13"],
    ["divert mark", /,,,0,,,,,,,,,,,,,$/, ",,pull,0,,,,,,,,,,,,,"],
    ["generation", /,0,,,,,,,,,,,,,$/, ",1,,,,,,,,,,,,,"],
    ["stock", "letter-60lb-duplex,letter-60lb-duplex", "letter-60lb-duplex,other"],
  ])("a row with another %s", async (_, from, to) => {
    const found = await plant(({ run, spool, page }) =>
      run.editText(spool.controlFile, (text) => {
        const row = rowOf(text, page);
        return text.replace(row, () => row.replace(from, to));
      }),
    );
    const { spool, page, piece } = found;
    const place = { file: spool.controlFile, sheet: (page + 1) / 2, piece };
    expectFound(found, "verify.control-row", place);
  });

  it("a row that is gone, and one that is there twice", async () => {
    const gone = await plant(({ run, spool, page }) =>
      run.editText(spool.controlFile, (text) => text.replace(`${rowOf(text, page)}\r\n`, "")),
    );
    const place = { file: gone.spool.controlFile, sheet: (gone.page + 1) / 2 };
    expectFound(gone, "verify.control-row-missing", { ...place, piece: gone.piece });
    const twice = await plant(({ run, spool, page }) =>
      run.editText(spool.controlFile, (text) => {
        const row = rowOf(text, page);
        return text.replace(row, `${row}\r\n${row}`);
      }),
    );
    expectFound(twice, "verify.control-row-surplus", place);
  });

  it.each([
    ["behind a row", (text: string) => text.split("\r\n").slice(0, 31).join("\r\n") + "\r\n"],
    ["within a row", (text: string) => text.slice(0, 3000)],
    ["before its last row", (text: string) => text.slice(0, text.lastIndexOf("\r\nT,") + 2)],
    ["within its last row", (text: string) => text.slice(0, -20)],
    ["at its very end", (text: string) => text.slice(0, -2)],
    ["at its beginning", () => ""],
  ])("one that was cut %s", async (_, cut) => {
    const found = await plant(({ run, spool }) => run.editText(spool.controlFile, cut));
    expectFound(found, "verify.control-cut", { file: found.spool.controlFile });
  });

  it("one with other totals", async () => {
    const found = await plant(({ run, spool }) =>
      run.editText(spool.controlFile, (text) =>
        text.replace(/(T,.*,)29(,58,\d+,60,120,)/, "$130$2"),
      ),
    );
    expectFound(found, "verify.control-row", { file: found.spool.controlFile, line: 63 });
  });

  it("a ticket that sends a sheet to another tray", async () => {
    const found = await plant(({ run, spool }) =>
      run.editText(spool.file.replace(".pdf", ".ticket.json"), (text) =>
        text.replace('"sides":"both"', '"sides":"front"'),
      ),
    );
    const file = found.spool.file.replace(".pdf", ".ticket.json");
    expectFound(found, "verify.ticket", { file });
  });
});

describe("of messages, the verifier names", () => {
  it.each(["email", "sms"] as const)("one that was taken out of the batch: %s", async (channel) => {
    let document = -1;
    const found = await plant(({ run }) =>
      run.editBatch(channel, (messages) => {
        document = messages[3]?.ordinal ?? -1;
        return messages.toSpliced(3, 1);
      }),
    );
    const file = found.indexes[channel];
    expectFound(found, "verify.message-missing", { file, line: 5, document });
    expectFound(found, "verify.missing", { document });
  });

  it.each(["email", "sms"] as const)("one that is there twice: %s", async (channel) => {
    let document = -1;
    const found = await plant(({ run }) =>
      run.editBatch(channel, (messages) => {
        document = messages[3]?.ordinal ?? -1;
        return messages.flatMap((one, at) => (at === 3 ? [one, one] : [one]));
      }),
    );
    const file = found.indexes[channel];
    expectFound(found, "verify.message-doubled", { file, line: 6, document });
    expectFound(found, "verify.doubled", { document });
  });

  it.each(["email", "sms"] as const)("two with each other's text: %s", async (channel) => {
    const documents: number[] = [];
    const found = await plant(({ run }) =>
      run.editBatch(channel, ([first, second, ...rest]) => {
        const [one, other] = [first as never, second as never] as {
          ordinal: number;
          bytes: Buffer;
        }[];
        if (one === undefined || other === undefined) return rest;
        documents.push(one.ordinal, other.ordinal);
        const turned = [
          { ordinal: one.ordinal, bytes: other.bytes },
          { ordinal: other.ordinal, bytes: one.bytes },
        ];
        return [...turned, ...rest];
      }),
    );
    documents.forEach((document, at) => {
      const place = { file: found.indexes[channel], line: at + 2, document };
      expectFound(found, "verify.message-foreign", place);
      expectFound(found, "verify.content-changed", place);
    });
  });

  it("one with a byte changed", async () => {
    const found = await plant(({ run }) =>
      run.editBatch("email", (messages) => {
        const bytes = messages[2]?.bytes ?? Buffer.alloc(0);
        bytes[2000] = (bytes[2000] ?? 0) ^ 1;
        return messages;
      }),
    );
    expectFound(found, "verify.content-changed", { file: found.indexes.email, line: 4 });
  });

  it("a list that gives a message another place", async () => {
    const found = await plant(({ run, indexes }) =>
      run.editText(indexes.email, (text) => text.replace(/^(M,\d+,0,\d*)\d/m, "$10")),
    );
    expectFound(found, "verify.index-row", { file: found.indexes.email, line: 2 });
  });
});

describe("of the ledger, the verifier names", () => {
  const changed = (columns: string) =>
    plant(({ run, document }) =>
      run.sql(`UPDATE pieces SET ${columns} WHERE channel = 0 AND ordinal = ?`, document.ordinal),
    );

  it.each([
    ["sheets", "sheets = sheets + 1", "verify.not-composed"],
    ["pages", "pages = pages - 1", "verify.not-composed"],
    ["serial", "serial = serial + 500", "verify.imb"],
    ["key", "key = key || '7'", "verify.key-changed"],
  ])("a piece with another %s", async (_, columns, code) => {
    const found = await changed(columns);
    const { spool, page, piece, document } = found;
    expectFound(found, code, { file: spool.file, page, piece, document: document.ordinal });
  });

  it("a piece with another number", async () => {
    const found = await changed("piece_number = piece_number + 1");
    const { spool, page, piece, document } = found;
    const place = { file: spool.file, page, document: document.ordinal };
    expectFound(found, "verify.side-name", place);
    expectFound(found, "verify.doubled", { piece: piece + 1 });
  });

  it("two pieces with each other's documents", async () => {
    const found = await plant(({ run, document, next }) => {
      const statement = "UPDATE pieces SET ordinal = ? WHERE channel = 0 AND ordinal = ?";
      run.sql(statement, 100_000, document.ordinal);
      run.sql(statement, document.ordinal, next.ordinal);
      run.sql(statement, next.ordinal, 100_000);
    });
    const { spool, page, document, next } = found;
    const [one, other] = [document.ordinal, next.ordinal];
    expectFound(found, "verify.page-misplaced", { file: spool.file, page, document: one });
    expectFound(found, "verify.key-changed", { document: one });
    expectFound(found, "verify.key-changed", { document: other });
  });

  it("a piece with another document", async () => {
    const found = await changed(`ordinal = ${rejected}`);
    const { spool, page, document } = found;
    expectFound(found, "verify.page-foreign", { file: spool.file, page });
    expectFound(found, "verify.misplaced", { document: document.ordinal });
    expectFound(found, "verify.missing", { document: rejected });
  });

  it("a piece with another state, and states that nobody decided", async () => {
    const found = await changed("state = state + 1");
    const { piece, document } = found;
    expectFound(found, "verify.state", { piece, document: document.ordinal });
    const decided = await plant(({ run, document: { ordinal } }) =>
      run.sql("INSERT INTO piece_states VALUES (0, ?, 2, 1)", ordinal),
    );
    expectFound(decided, "verify.state", { document: decided.document.ordinal });
    const whole = await plant(({ run }) =>
      run.sql("UPDATE output_states SET state = state + 1 WHERE channel = 0 AND output = 0"),
    );
    expectFound(whole, "verify.state", { file: "ledger.db" });
  });

  it("a message with another key", async () => {
    let document = -1;
    const found = await plant(({ run }) => {
      const [row] = run.rows("SELECT ordinal FROM pieces WHERE channel = 1 ORDER BY ordinal");
      document = Number(row?.["ordinal"]);
      run.sql("UPDATE pieces SET key = 'X' WHERE channel = 1 AND ordinal = ?", document);
    });
    const place = { file: found.indexes.email, line: 2, document };
    expectFound(found, "verify.key-changed", place);
    expectFound(found, "verify.message-foreign", place);
  });

  it("a row too few, and a row too many", async () => {
    const few = await plant(({ run, document: { ordinal } }) =>
      run.sql("DELETE FROM pieces WHERE channel = 0 AND ordinal = ?", ordinal),
    );
    expectFound(few, "verify.page-foreign", { file: few.spool.file, page: few.page });
    const many = await plant(({ run, document: { ordinal } }) =>
      run.sql(
        `INSERT INTO pieces SELECT channel, spool, batch, first_sheet + 1, ${rejected}, is_primary, key,
          key_hash, 100, sheets, pages, serial + 50, state FROM pieces
          WHERE channel = 0 AND ordinal = ?`,
        ordinal,
      ),
    );
    const place = { file: many.spool.file, piece: 100, document: rejected };
    expectFound(many, "verify.piece-missing", place);
  });

  it("spools and batches that it counts otherwise", async () => {
    const spools = await plant(({ run }) =>
      run.sql("UPDATE spools SET pieces = 30 WHERE spool = 0"),
    );
    expectFound(spools, "verify.ledger-row", { file: spools.spool.file });
    const sums = await plant(({ run }) =>
      run.sql("UPDATE facts SET json = replace(json, '1', '2') WHERE name = 'sums of spool 0'"),
    );
    expectFound(sums, "verify.unbalanced", { file: "ledger.db" });
  });
});

describe("of fragments, the verifier names", () => {
  /** Two documents of one fragment that are in the first spool. */
  const pairOf = ({ run }: Plant): [shard: number, one: PieceInLedger, other: PieceInLedger] => {
    const documents = run.documents(0);
    for (const one of documents)
      for (const other of documents)
        if (one.ordinal < other.ordinal && run.shardOf(one) === run.shardOf(other))
          if (String(one.ordinal).length === String(other.ordinal).length)
            return [run.shardOf(one), one, other];
    throw new Error("no two documents of one fragment are in one spool");
  };

  it("two documents whose entries changed places since", async () => {
    let pair: ReturnType<typeof pairOf> | undefined;
    const found = await plant((planted) => {
      pair = pairOf(planted);
      const [shard, one, other] = pair;
      planted.run.editFragment(shard, (fragment) =>
        fragment.swapOrdinals(one.ordinal, other.ordinal),
      );
    });
    const [, one, other] = pair as ReturnType<typeof pairOf>;
    for (const { ordinal: document, piece } of [one, other])
      expectFound(found, "verify.not-composed", { file: found.spool.file, piece, document });
  });

  it("two documents whose entries changed places before they were printed", async () => {
    let pair: ReturnType<typeof pairOf> | undefined;
    const found = await plant(async (planted) => {
      pair = pairOf(planted);
      const [shard, one, other] = pair;
      planted.run.editFragment(shard, (fragment) => {
        fragment.swapOrdinals(one.ordinal, other.ordinal);
        fragment.swapFacts(one.ordinal, other.ordinal);
      });
      await planted.run.assembleAgain();
    });
    const [, one, other] = pair as ReturnType<typeof pairOf>;
    for (const document of [one.ordinal, other.ordinal])
      for (const code of ["verify.content-changed", "verify.page-misplaced", "verify.address"])
        expectFound(found, code, { file: found.spool.file, document });
  });
});

function imbAt(spool: SpoolPlace, page: number, run: RunCopy): string {
  const { sheets } = readControl(run.path(spool.file));
  return sheets.find((row) => Number(row["first_page"]) === page)?.["imb"] ?? "";
}
