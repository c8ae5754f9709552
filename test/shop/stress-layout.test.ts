import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintLayout } from "../../src/index.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { placeOf, root, SMALL, spoiled, writeLayout } from "../layout/support.ts";

const folder = `${root}/layouts`;
const shipped = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/layout.yaml`));

async function stressed(layout: string, keep?: string): Promise<string[]> {
  const options = { stress: { seed: 1, ...(keep !== undefined && { keep }) } };
  const { diagnostics } = await lintLayout(layout, options);
  return diagnostics.map(
    ({ code, severity, source, block, message }) =>
      `${source?.line}:${source?.column} ${severity} ${code} ${block ?? ""} ${message}`,
  );
}

describe("lint --stress", () => {
  it.each(shipped)("finds nothing in %s", async (name) => {
    expect(await stressed(name)).toEqual([]);
  });

  it.each(shipped)("finds nothing in %s in large print", async (name) => {
    const copy = join(temporaryFolder(), name);
    cpSync(`${folder}/${name}`, copy, { recursive: true });
    const text = readFileSync(`${copy}/layout.yaml`, "utf8");
    writeFileSync(`${copy}/layout.yaml`, text.replace(/^layout: .*$/m, "$&\nstyle-scale: 140"));
    expect(await stressed(copy)).toEqual([]);
  });

  it("says how much a cell and a box lack, where, and in which case", async () => {
    const text = spoiled(
      '{ title: Text, show: "{t.text}", wrap: true }',
      '{ title: Text, show: "{t.text}", width: 231pt }',
    ).replace('"Page {page} of {pages}"', '"{customer.name}, {account.id}, {customer.email}"');
    const keep = join(temporaryFolder(), "kept");
    const [table, box] = [placeOf(text, "table:"), placeOf(text, "at: [0.6in")];
    const found = (
      await stressed(writeLayout(text.replace("3in, 1in]", "3in, 8pt]")), keep)
    ).sort();
    expect(found).toEqual([
      expect.stringMatching(
        `^${box[0]}:${box[1]} error compose.box-overflow print.masters.0.boxes.0 ` +
          "The content of the box print.masters.0.boxes.0 needs [\\d.]+ pt more than the 8 pt it has.",
      ),
      expect.stringMatching(
        new RegExp(
          `^${table[0]}:${table[1]} error compose.cell-overflow blocks.3 A cell of column 2 needs ` +
            "[\\d.]+ pt more than the 231 pt it has \\(blocks.3, row 1\\). " +
            "In the case longest: the longest texts and largest amounts, in all fields.$",
        ),
      ),
    ]);
    // What it kept shows the fault again, as a sample.
    const names = readdirSync(keep);
    expect(names).toContain("longest.json");
    const record = JSON.parse(readFileSync(join(keep, "longest.json"), "utf8")) as {
      readonly transactions: readonly { readonly text: string }[];
    };
    expect(record.transactions[0]?.text.length).toBe(60);
  });

  it("names conditions that no record meets, and those that each one meets", async () => {
    const text = SMALL.replace(
      "blocks:\n  - heading: Your",
      `blocks:
  - paragraph: never
    when: 'size(account.id) > 3 && size(account.id) < 4'
  - paragraph: always
    when: 'size(transactions) >= 0'
  - heading: Your`,
    );
    const [never, always] = ["'size(account.id) > 3", "'size(transactions) >= 0"].map((mark) =>
      placeOf(text, mark).join(":"),
    );
    expect(await stressed(writeLayout(text))).toEqual([
      `${never} warning layout.unreached  No record was found for which this condition is true.`,
      `${always} warning layout.unreached  No record was found for which this condition is false.`,
    ]);
  });

  it("lets a box be set smaller, as far as the layout says, and no further", async () => {
    const text = spoiled('"Page {page} of {pages}"', '"{customer.name}"');
    const box = (shrink: string): string => text.replace("3in, 1in]", `1.6in, 18pt]${shrink}`);
    const [found] = await stressed(writeLayout(box("")));
    expect(found).toContain("more than the 18 pt it has.");
    expect(await stressed(writeLayout(box("\n          shrink: 55")))).toEqual([]);
    const short = box("\n          shrink: 95").replace("18pt]", "12pt]");
    expect((await stressed(writeLayout(short)))[0]).toContain("box-overflow");
  });

  it("finds a divisor of zero", async () => {
    const text = spoiled(
      "blocks:\n  - heading: Your",
      "blocks:\n  - paragraph: '{divide(account.fees, account.closing, \"half-up\")}'\n  - heading: Your",
    );
    expect(await stressed(writeLayout(text))).toEqual([
      expect.stringMatching(/data.division-by-zero .*In the case least: the shortest texts/),
    ]);
  });
});
