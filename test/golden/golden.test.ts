import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type GoldenCase, readCases } from "./case-file.ts";
import { difference, drawPage, hasRasterizer } from "./picture.ts";
import { renditionsOf, staticsOf } from "./renditions.ts";

/**
 * Every case of every `.case` file, held against the references beside it. To take what is made now
 * for the references: `npm run golden -- --update` (or GOLDEN_UPDATE=1); then read the difference.
 */
const update = process.env.GOLDEN_UPDATE === "1";
const here = fileURLToPath(new URL(".", import.meta.url));
const PICTURE_BYTES_MAX = 20 * 1024;
/** Thousandths of the pixels that may differ between versions of the rasterizer. */
const PICTURE_DIFFERENCE_MAX = 1.5;

const files = globSync("**/*.case", { cwd: here }).sort();

function compare(path: string, made: string): void {
  if (update) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, made);
    return;
  }
  if (!existsSync(path)) throw new Error(`${path} is not there: run npm run golden -- --update`);
  expect(made).toBe(readFileSync(path, "utf8"));
}

async function comparePicture(path: string, made: Uint8Array): Promise<void> {
  expect(made.length).toBeLessThanOrEqual(PICTURE_BYTES_MAX);
  if (update) {
    if (!existsSync(path) || (await difference(made, readFileSync(path))) > 0)
      writeFileSync(path, made);
    return;
  }
  expect(await difference(made, readFileSync(path))).toBeLessThanOrEqual(PICTURE_DIFFERENCE_MAX);
}

describe.each(files)("%s", (file) => {
  const cases = readCases(readFileSync(join(here, file), "utf8"), file);
  const folder = join(here, file.replace(/\.case$/, ""));

  test.each(cases.map((given): [string, GoldenCase] => [given.name, given]))(
    "%s",
    async (name, given) => {
      const { print, email, sms, pageCount, pdf } = await renditionsOf(given);
      if (given.pages >= 0) expect(pageCount).toBe(given.pages);
      compare(join(folder, `${name}.print.txt`), print);
      compare(join(folder, `${name}.email.txt`), email);
      compare(join(folder, `${name}.sms.txt`), sms);
      if (given.picture > 0 && hasRasterizer)
        await comparePicture(join(folder, `${name}.png`), await drawPage(pdf, given.picture));
    },
  );

  test("what its layouts draw on every page", async () => {
    const seen = new Set<string>();
    for (const given of cases) {
      const layout = given.layoutYaml === undefined ? given.layout : `${given.name}.own`;
      if (seen.has(layout)) continue;
      seen.add(layout);
      const statics = await staticsOf(given);
      if (statics !== "") compare(join(folder, `${layout}.statics.txt`), statics);
    }
  });
});

test("the cases have names of their own, notes, and no references without a case", () => {
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const cases = readCases(readFileSync(join(here, file), "utf8"), file);
    expect(new Set(cases.map((given) => given.name)).size).toBe(cases.length);
    for (const given of cases) expect(given.notes, given.name).not.toBe("");
    const names = new Set(cases.map((given) => given.name));
    const references = globSync("*.{print.txt,png}", {
      cwd: join(here, file.replace(/\.case$/, "")),
    });
    for (const reference of references)
      expect(names, reference).toContain(reference.replace(/\.(print\.txt|png)$/, ""));
  }
});
