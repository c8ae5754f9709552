import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { openLayout, type OpenLayout } from "../../src/proof/open-layout.ts";
import { projectFolder } from "../docs/documents.ts";
import { hasPrograms } from "../e2e/page-words.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const samples = `${projectFolder}/layouts/rate-change-notice/samples`;
const locales = readdirSync(samples).map((file) => file.replace(".json", ""));

let notice: OpenLayout;
beforeAll(async () => {
  notice = await openLayout("rate-change-notice", { asOf: "2026-10-31" });
});

function letterOf(locale: string): ReturnType<OpenLayout["compose"]> {
  return notice.compose(JSON.parse(readFileSync(`${samples}/${locale}.json`, "utf8")));
}

/** The words of the page with where they begin and end, in points, as Poppler sees them. */
function wordsOf(pdf: Uint8Array | undefined): { text: string; left: number; right: number }[] {
  const file = `${temporaryFolder()}/notice.pdf`;
  writeFileSync(file, pdf ?? "");
  const html = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8" });
  const words = html.matchAll(/<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]*)</g);
  return [...words].map(([, left, right, text = ""]) => {
    return { text, left: Number(left), right: Number(right) };
  });
}

describe("the notice in twelve languages", () => {
  test.each(locales)("%s goes out on every channel, with all of its letters", (locale) => {
    const { diagnostics, pages, messages } = letterOf(locale);
    expect(diagnostics).toEqual([]);
    expect(pages).toBe(1);
    expect(messages.email?.diagnostics).toEqual([]);
    expect(messages.email?.html).toContain(`lang="${locale}"`);
    expect(messages.sms?.diagnostics).toEqual([]);
  });

  test("counts days as each language does", () => {
    const said = (locale: string): string => letterOf(locale).messages.email?.text ?? "";
    expect(said("en-US")).toContain("1 day left");
    expect(said("pl-PL")).toContain("pozostało 11 dni");
    expect(said("el-GR")).toContain("μένουν 21 ημέρες");
    expect(said("ru-RU")).toContain("осталось 30 дней");
    expect(said("ar-EG")).toContain("بقي ٣١ يومًا");
  });

  const poppler = test.skipIf(!hasPrograms("pdftotext"));
  poppler("a page that runs from the right has its labels at the right", () => {
    const edges = (locale: string, amount: RegExp): boolean => {
      const words = wordsOf(letterOf(locale).pdf);
      const found = words.find(({ text }) => amount.test(text));
      return (found?.left ?? Number.NaN) < 200;
    };
    expect(edges("he-IL", /^3\.10%$/)).toBe(true);
    expect(edges("de-DE", /^3,10/)).toBe(false);
  });
});
