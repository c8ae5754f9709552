import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { addressPlace } from "../../src/mail/address-place.ts";
import { checkLayout, type LayoutResult } from "../../src/layout/check-layout.ts";
import { check, host, root, shared, SMALL, spoiled, writeLayout } from "./support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const STUB = `    - name: stub
      when: last
      stock: letter-60lb-perf
      sides: front
      body: [0.6in, 1in, 7in, 6in]
      boxes: []
blocks:
`;
const WITH_STUB = spoiled("blocks:\n  - heading", `${STUB}  - heading`);
const LARGER = spoiled(
  "envelope: us-10-window-tall",
  "envelope: us-10-window\n  larger-envelopes: [us-9x12-window]",
);

function codes({ diagnostics }: LayoutResult): string[] {
  return diagnostics.map(({ code }) => code);
}

/** Checks a layout against stocks and envelopes of which one file is changed. */
function checkWith(file: string, change: (text: string) => string, text = WITH_STUB): LayoutResult {
  const folder = temporaryFolder();
  for (const name of ["stocks", "envelopes"]) {
    mkdirSync(`${folder}/${name}`);
    cpSync(`${root}/layouts/${name}`, `${folder}/${name}`, { recursive: true });
  }
  const path = `${folder}/${file}`;
  writeFileSync(path, change(new TextDecoder().decode(host.readFile(path))));
  return checkLayout(host, writeLayout(text), { ...shared, stocksFolder: `${folder}/stocks` });
}

describe("stocks and envelopes of one's own", () => {
  const own = host.readFile(`${root}/layouts/stocks/letter-60lb-duplex.yaml`);
  const stock = new TextDecoder().decode(own).replace("weight: 89", "weight: 75");

  function layoutIn(shop: string): string {
    const folder = `${shop}/bill`;
    cpSync(writeLayout(SMALL), folder, { recursive: true });
    return folder;
  }

  test.each(["bill/stocks", "stocks"])("in %s stand for shipped ones", (where) => {
    const shop = temporaryFolder();
    const folder = layoutIn(shop);
    expect(checkLayout(host, folder, shared).plan?.stock.weightGsm).toBe(89);
    mkdirSync(`${shop}/${where}`);
    writeFileSync(`${shop}/${where}/letter-60lb-duplex.yaml`, stock);
    expect(checkLayout(host, folder, shared).plan?.stock.weightGsm).toBe(75);
  });

  test("are hinted at with the shipped ones, and reported by their own file", () => {
    const shop = temporaryFolder();
    mkdirSync(`${shop}/stocks`);
    writeFileSync(`${shop}/stocks/a4-own.yaml`, stock.replace("letter-60lb-duplex", "a4-own"));
    const text = (name: string): string => SMALL.replace("letter-60lb-duplex", name);
    cpSync(writeLayout(text("a4-owm")), `${shop}/bill`, { recursive: true });
    const [found] = checkLayout(host, `${shop}/bill`, shared).diagnostics;
    expect(found).toMatchObject({ code: "layout.unknown-stock" });
    expect(found?.hint).toContain("a4-own");
    writeFileSync(`${shop}/bill/layout.yaml`, text("a4-own"));
    writeFileSync(`${shop}/stocks/a4-own.yaml`, stock.replace("duplex: true", "duplex: maybe"));
    const [faulty] = checkLayout(host, `${shop}/bill`, shared).diagnostics;
    expect(faulty?.source?.file).toBe(`${shop}/stocks/a4-own.yaml`);
  });
});

describe("papers of a layout", () => {
  test("a plan of one paper says nothing of others", () => {
    const plan = check(SMALL).plan;
    expect(plan && ["papers", "envelopes"].filter((key) => key in plan)).toEqual([]);
    expect(Object.keys(plan?.masters[0] ?? {})).toEqual(["name", "body", "boxes"]);
  });

  test("a master of the last page has its paper and side", () => {
    const { plan, diagnostics } = check(WITH_STUB);
    expect(diagnostics).toEqual([]);
    expect(plan?.papers?.map(({ name }) => name)).toEqual(["letter-60lb-perf"]);
    expect(plan?.papers?.[0]).toMatchObject({
      tray: "Perforated 3.5",
      perforation: { yMpt: 540_000, clearMpt: 9000 },
    });
    expect(plan?.masters[1]).toMatchObject({ paper: 1, frontOnly: true, isLast: true });
  });

  test("larger envelopes are read in their order", () => {
    const narrow = spoiled(
      "at: [0.6in, 0.5in, 3in, 1in]",
      "at: [0.6in, 0.5in, 3in, 0.9in]",
      LARGER,
    );
    const wide = spoiled("body: [0.6in, 4in", "body: [0.6in, 4.23in", narrow);
    const { plan, diagnostics } = check(wide);
    expect(diagnostics).toEqual([]);
    expect(plan?.envelopes?.map(({ name, sheetsMax }) => [name, sheetsMax])).toEqual([
      ["us-9x12-window", 60],
    ]);
  });

  test("what the window of a larger envelope can show is kept free as well", () => {
    const low = spoiled("body: [0.6in, 4in", "body: [0.6in, 3.6in", LARGER);
    expect(new Set(codes(check(low)))).toEqual(new Set(["layout.in-window"]));
  });

  test.each([
    ["a body over the perforation", "7in, 6in]\n      boxes: []", "in-perforation"],
    ["a stock that is not there", "stock: letter-60lb-perf", "unknown-stock"],
    ["a last master that is the first", "    - name: first", "misplaced-master"],
    ["a body of another width", "1in, 7in, 6in]", "body-widths"],
  ])("%s is refused", (_, find, code) => {
    const written: Record<string, string> = {
      "in-perforation": "7in, 7in]\n      boxes: []",
      "unknown-stock": "stock: letter-60lb-prf",
      "misplaced-master": "    - name: first\n      when: last",
      "body-widths": "1in, 6in, 6in]",
    };
    const text = spoiled(find, written[code] ?? "", WITH_STUB);
    expect(codes(check(text))).toEqual([`layout.${code}`]);
  });

  test("a third master is that of the last page", () => {
    const rest = "    - { name: rest, body: [0.6in, 1in, 7in, 9in] }\n";
    const three = spoiled("    - name: stub", `${rest}    - name: stub`, WITH_STUB);
    expect(codes(check(three))).toEqual([]);
    const unsaid = spoiled("      when: last\n", "", three);
    expect(codes(check(unsaid))).toEqual(["layout.misplaced-master"]);
  });

  const REST = "    - { name: rest, body: [0.6in, 1in, 7in, 9in] }\n";
  const withVariant = (written: string): LayoutResult =>
    check(spoiled("blocks:\n  - heading", `${REST}    - { ${written} }\nblocks:\n  - heading`));
  const PLACE = "body: [0.6in, 4in, 7in, 5in]";

  test("masters stand in for others: by page, by side and by record", () => {
    const { plan, diagnostics } = withVariant(`name: back, when: back, ${PLACE}`);
    expect(diagnostics).toEqual([]);
    expect(plan?.masters[2]?.variant).toEqual({ of: 1, on: "back" });
    const gold = withVariant(`name: gold, instead-of: first, if: active, ${PLACE}`);
    expect(gold.plan?.masters[2]?.variant).toMatchObject({ of: 0, when: { op: "field" } });
  });

  test.each([
    ["name: x, instead-of: rest", "misplaced-master", "say when", undefined],
    ["name: x, instead-of: rset, when: odd", "unknown-master", "no master `rset`", "mean `rest`"],
    ["name: x, instead-of: first, when: back", "misplaced-master", "page 1, on a front", "leave"],
    ["name: x, when: last, if: active", "misplaced-master", "nobody's place", "`instead-of`"],
    [
      "name: x, when: even, stock: letter-60lb-perf",
      "misplaced-key",
      "that one's paper",
      undefined,
    ],
    ["name: x, when: even, sides: front", "misplaced-key", "that one's paper", undefined],
    ["name: x, when: even, if: activ", "unknown-field", "`activ`", "`active`"],
    ["name: x, when: even, if: account.number", "wrong-type", "must be boolean", undefined],
  ])("%s is refused", (written, code, message, hint) => {
    const { diagnostics } = withVariant(`${written}, ${PLACE}`);
    expect(diagnostics.map(({ code }) => code)).toEqual([`layout.${code}`]);
    expect(diagnostics[0]?.message).toContain(message);
    if (hint !== undefined) expect(diagnostics[0]?.hint).toContain(hint);
    expect(diagnostics[0]?.source?.line).toBe(37);
  });

  test("a variant of the first page's master keeps clear of the window", () => {
    const high = "body: [0.6in, 1in, 7in, 6in]";
    expect(codes(withVariant(`name: x, instead-of: first, if: active, ${high}`))).toContain(
      "layout.in-window",
    );
    expect(codes(withVariant(`name: x, when: even, ${high}`))).toEqual([]);
  });

  const named = (written: string, blocks = "") =>
    check(
      spoiled(
        "blocks:\n  - heading",
        `${REST}    - { name: wide, when: named, ${written} }\nblocks:\n${blocks}  - heading`,
      ),
    );
  const WIDE = "landscape: true, body: [0.75in, 1in, 9.5in, 5in]";
  const ASKS = "  - { paragraph: Hello, master: wide }\n";

  test("blocks ask for pages of their own, as wide as these are", () => {
    const { plan, diagnostics } = named(WIDE, ASKS);
    expect(diagnostics).toEqual([]);
    expect(plan?.masters[2]).toMatchObject({ isNamed: true, isLandscape: true });
    expect(plan?.blocks[0]?.pagesOf).toBe(2);
  });

  test.each([
    [`${WIDE}, stock: letter-60lb-perf`, ASKS, "misplaced-key", "paper of further pages"],
    [`${WIDE}, if: active`, ASKS, "misplaced-master", "takes nobody's place"],
    [WIDE, "  - { paragraph: Hello, master: wdie }\n", "unknown-master", "no master `wdie`"],
    [WIDE, "  - { paragraph: Hello, master: rest }\n", "unknown-master", "no master `rest`"],
    [WIDE, "  - { group: [{ paragraph: Hello, master: wide }] }\n", "wrong-value", "own `blocks`"],
    ["landscape: true, body: [0.75in, 1in, 10.2in, 5in]", ASKS, "off-page", "printable area"],
    ["landscape: true, body: [0.75in, 1in, 9.5in, 7.4in]", ASKS, "off-page", "printable area"],
    ["landscape: true, body: [0.3in, 0.3in, 2in, 5in]", ASKS, "in-mark-strip", "mark strip"],
  ])("a named master with %s and %s is refused", (written, blocks, code, message) => {
    const { diagnostics } = named(written, blocks);
    expect(diagnostics.map((each) => each.code)).toEqual([`layout.${code}`]);
    expect(diagnostics[0]?.message).toContain(message);
  });

  test("the first page stays upright, and a part of a landscape page has the body's width", () => {
    expect(
      codes(check(spoiled("    - name: first", "    - name: first\n      landscape: true"))),
    ).toContain("layout.misplaced-key");
    const narrow = "landscape: true, body: [3in, 1in, 3in, 5in]";
    const table =
      "  - { table: { rows: transactions, columns: [{ title: A, show: x, width: 4in }, " +
      "{ title: B, show: y, width: 30pt }] }, master: wide }\n";
    expect(codes(named(WIDE, table))).toEqual([]);
    expect(codes(named(narrow, table))).not.toEqual([]);
  });

  test("backs of paper that is printed on one side have no master", () => {
    const simplex = spoiled(
      "blocks:\n  - heading",
      `${REST}    - { name: x, when: back, ${PLACE} }\nblocks:\n  - heading`,
      spoiled("letter-60lb-duplex", "letter-60lb-simplex"),
    );
    const { diagnostics } = check(simplex);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Pages of `rest` are never on a back, as their paper is simplex.",
    ]);
  });

  test("reserved areas are kept free", () => {
    const reserve = (text: string): string =>
      `${text}reserved: [{ name: camera, at: [7in, 5in, 1in, 1in] }]\n`;
    const { diagnostics } = checkWith("stocks/letter-60lb-duplex.yaml", reserve);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "layout.in-reserved",
        "This overlaps the reserved area `camera` of the paper; keep that area free.",
      ],
    ]);
  });
});

describe("papers and envelopes that no layout could mend", () => {
  const perf = "stocks/letter-60lb-perf.yaml";
  const tall = "envelopes/us-10-window-tall.yaml";

  test.each([
    ["another size", perf, "height: 11in", "height: 14in", "papers-differ"],
    ["a mark strip elsewhere", perf, "10.32in", "10.2in", "papers-differ"],
    ["a fold across the marks", tall, "7.333in", "10.5in", "fold-in-marks"],
    ["a fold behind the window", tall, "3.667in", "3.4in", "fold-in-window"],
    ["folds in disorder", tall, "7.333in", "3.5in", "bad-folds"],
    ["too little clear space", tall, "clear-left: 0.125in", "clear-left: 0.1in", "window-clear"],
  ])("%s is refused", (_, file, find, write, code) => {
    const found = checkWith(file, (text) => spoiled(find, write, text));
    expect(codes(found)).toContain(`layout.${code}`);
  });

  test("perforations over the marks, or behind the window, are refused", () => {
    const low = "from-bottom: 0.5in";
    const over = checkWith(perf, (text) => spoiled("from-bottom: 3.5in", low, text));
    expect(codes(over)).toContain("layout.marks-in-zone");
    const behind = checkWith(
      "stocks/letter-60lb-duplex.yaml",
      (text) => `${text}perforation: { from-top: 3.4in, clear: 0.1in }\n`,
    );
    expect(codes(behind)).toEqual(["layout.zone-in-window"]);
  });

  test("a larger envelope that does not show the address is refused", () => {
    const text = spoiled("envelope: us-10-window\n", "envelope: us-10-window-tall\n", LARGER);
    expect(codes(check(text))).toContain("layout.window-misplaced");
  });
});

test("what shows behind the window is told for the worst place of the insert", () => {
  const { diagnostics } = check(spoiled("body: [0.6in, 4in, 7in", "body: [0.6in, 3.3in, 7in"));
  expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
    [
      "layout.in-window",
      "kept free: from -0.125in, 1.667in to 5.375in, 3.625in; " +
        "worst with the insert 0.5in left and 0.271in up: 4.5in by 0.325in of it shows",
    ],
  ]);
});

describe("A4 and the envelopes of Germany and Switzerland", () => {
  const A4 = spoiled("stock: letter-60lb-duplex", "stock: a4-80gsm-duplex").replace(
    "body: [0.6in, 4in, 7in, 6in]",
    "body: [20mm, 112mm, 170mm, 160mm]",
  );
  const withEnvelope = (name: string): string =>
    A4.replace("us-10-window-tall", name).replace(
      "at: [0.6in, 0.5in, 3in, 1in]",
      "at: [20mm, 6mm, 80mm, 15mm]",
    );

  test.each([
    ["din-c65-window", [25, 55, 61, 34], "deutsche-post"],
    ["din-c65-window-a", [25, 37, 61, 34], "deutsche-post"],
    ["din-c5-window", [25, 58, 61, 29.5], "deutsche-post"],
    ["din-c4-window", [25, 51, 61, 33], "deutsche-post"],
    ["ch-c5-left", [30.5, 43.25, 79, 29.5], "swiss-post"],
    ["ch-c5-right", [122.5, 52.75, 69, 29.5], "swiss-post"],
  ])("%s shows the address in every position", (name, zone, post) => {
    const { plan, diagnostics } = check(withEnvelope(name));
    expect(diagnostics).toEqual([]);
    if (plan?.envelope === undefined) throw new Error("no plan");
    expect(plan.envelope.post).toBe(post);
    const { text, barcode } = addressPlace(plan.envelope);
    const mm = [text.xMpt, text.yMpt, text.widthMpt, text.heightMpt].map(
      (mpt) => Math.round((mpt / 72_000) * 25.4 * 100) / 100,
    );
    expect(mm).toEqual(zone);
    expect(barcode.widthMpt).toBe(0);
  });

  test("a body in what the window can show is refused", () => {
    const text = withEnvelope("din-c65-window").replace("20mm, 112mm", "20mm, 90mm");
    expect(codes(check(text))).toEqual(["layout.in-window"]);
  });

  test("the slip of a QR bill has its perforation, and the marks above it", () => {
    const text = withEnvelope("ch-c5-left")
      .replace("a4-80gsm-duplex", "a4-90gsm-qr-bill")
      .replace("20mm, 112mm, 170mm, 160mm", "20mm, 112mm, 170mm, 64mm");
    const { plan, diagnostics } = check(text);
    expect(diagnostics).toEqual([]);
    expect(plan?.stock.perforation?.yMpt).toBe(Math.round((192 / 25.4) * 72_000));
  });

  test.each([
    ["envelopes/din-c65-window.yaml", "clear-left: 5mm", "clear-left: 4mm", /Deutsche Post.*5mm/],
    ["envelopes/ch-c5-left.yaml", "clear-top: 1mm", "clear-top: 0", /Swiss Post.*1mm on all/],
  ])(
    "%s that keeps too little clear is refused by its own post's rule",
    (file, find, write, said) => {
      const name = file.slice("envelopes/".length, -".yaml".length);
      const change = (text: string): string => text.replace(find, write);
      const { diagnostics } = checkWith(file, change, withEnvelope(name));
      expect(diagnostics.map(({ code }) => code)).toEqual(["layout.window-clear"]);
      expect(diagnostics[0]?.message).toMatch(said);
    },
  );

  const withSender = (envelope: string, sender: string): string =>
    withEnvelope(envelope).replace("  address:", `  sender: "${sender}"\n  address:`);

  test.each(["din-c65-window", "ch-c5-left"])("the sender stands in that of %s", (name) => {
    const line = "Muster AG · Seestrasse 1 · 8002 Zürich";
    const without = check(withEnvelope(name)).plan;
    const { plan, diagnostics } = check(withSender(name, line));
    expect(diagnostics).toEqual([]);
    expect(plan?.sender).toBe(line);
    const box = plan?.masters[0]?.boxes.at(-1);
    const zoneMpt = Math.round((5 / 25.4) * 72_000);
    if (!plan?.envelope || !without?.envelope) throw new Error("a plan");
    const [above, before] = [addressPlace(plan.envelope).text, addressPlace(without.envelope).text];
    expect(above.yMpt - before.yMpt).toBe(zoneMpt);
    expect(above.heightMpt).toBe(before.heightMpt - zoneMpt);
    expect(box?.rect).toEqual({ ...before, heightMpt: zoneMpt });
    expect(box?.isStatic).toBe(true);
  });

  test.each([
    ["us-10-window", "Muster AG", /barcode of the USPS/],
    ["din-c65-window", "Muster {id}", /plain text/],
    ["din-c65-window", "$sender", /plain text/],
  ])("the sender in that of %s, written %s, is refused", (name, line, said) => {
    const { diagnostics } = check(
      name.startsWith("us")
        ? SMALL.replace("  address:", `  sender: "${line}"\n  address:`)
        : withSender(name, line),
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["layout.wrong-value"]);
    expect(diagnostics[0]?.message).toMatch(said);
    expect(diagnostics[0]?.source?.path).toBe("print.sender");
  });

  test("a larger envelope of another post is refused", () => {
    const text = withEnvelope("din-c65-window").replace(
      "envelope: din-c65-window",
      "envelope: din-c65-window\n  larger-envelopes: [us-9x12-window]",
    );
    expect(codes(check(text))).toContain("layout.papers-differ");
  });
});
