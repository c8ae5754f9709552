import { execFileSync, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PdfFile } from "../../src/pdf/pdf-file.ts";
import { asciiBytes, textString } from "../../src/pdf/strings.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const FILE_ID = "0123456789ABCDEF0123456789ABCDEF";

/** A file of empty pages, page n of it 100 + n points wide. */
function fileOf(pages: number): Buffer {
  const chunks: Uint8Array[] = [];
  const resources = { bodies: [asciiBytes("<</ProcSet[/PDF]>>")], resourcesId: 1 };
  const file = new PdfFile((bytes) => chunks.push(bytes.slice()), resources);
  for (let page = 1; page <= pages; page += 1) {
    const content = file.allocate();
    file.stream(content, "", asciiBytes(`% page ${page}\n`));
    file.page(String(100 + page), "100", [content], page === 2 ? "/Rotate 90" : "");
  }
  expect(file.pageCount).toBe(pages);
  const { sizeBytes } = file.finish("/Lang(en)", `/Title${textString("Caf\u00e9")}`, FILE_ID);
  const all = Buffer.concat(chunks);
  expect(sizeBytes).toBe(all.length);
  expect(file.sizeBytes).toBe(all.length);
  return all;
}

function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"]).error === undefined;
}

function withFile<T>(bytes: Uint8Array, look: (path: string) => T): T {
  const folder = temporaryFolder("pdf");
  try {
    const path = join(folder, "file.pdf");
    writeFileSync(path, bytes);
    return look(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COUNTS = [0, 1, 2, 64, 65, 128, 4096, 4097, 5000];

describe.each(COUNTS)("a file of %d pages", (count) => {
  const file = fileOf(count);
  const text = file.toString("latin1");

  test("has a cross-reference table in which every offset is right", () => {
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    const table = text.slice(start, text.indexOf("trailer", start));
    const [head, ...rows] = table.split("\n").slice(0, -1);
    expect(head).toBe("xref");
    expect(rows[0]).toBe(`0 ${rows.length - 1}`);
    expect(rows[1]).toBe("0000000000 65535 f ");
    expect(table.slice(table.indexOf("0000000000")).length % 20).toBe(0);
    for (const [index, row] of rows.slice(2).entries()) {
      const offset = Number(row.slice(0, 10));
      expect(row).toMatch(/^\d{10} 00000 n $/);
      expect(text.startsWith(`${index + 1} 0 obj\n`, offset)).toBe(true);
    }
    expect(text).toContain(`/Size ${rows.length - 1}/`);
  });

  test("has its pages in order in a balanced tree", () => {
    const object = (id: string): string => {
      const start = text.indexOf(`\n${id} 0 obj\n`) + 1;
      return text.slice(start, text.indexOf("endobj", start));
    };
    const widths: number[] = [];
    let depth = 0;
    const walk = (id: string, parent: string, level: number): number => {
      const body = object(id);
      depth = Math.max(depth, level);
      if (parent !== "") expect(body).toContain(`/Parent ${parent} 0 R`);
      if (body.includes("/Type/Page/")) {
        widths.push(Number(/\/MediaBox\[0 0 (\d+) /.exec(body)?.[1]));
        return 1;
      }
      const kids = [...(/\/Kids\[([^\]]*)\]/.exec(body)?.[1] ?? "").matchAll(/(\d+) 0 R/g)];
      expect(kids.length).toBeLessThanOrEqual(64);
      const found = kids.reduce((sum, [, kid = ""]) => sum + walk(kid, id, level + 1), 0);
      expect(body).toContain(`/Count ${found}/`);
      return found;
    };
    const root = /\/Type\/Catalog\/Pages (\d+) 0 R/.exec(text)?.[1] ?? "";
    expect(walk(root, "", 0)).toBe(count);
    expect(widths).toEqual(Array.from({ length: count }, (_, page) => 101 + page));
    expect(depth).toBeLessThanOrEqual(3);
  });

  test.skipIf(!hasProgram("qpdf") || count === 0)("passes qpdf", () => {
    withFile(file, (path) => {
      const said = execFileSync("qpdf", ["--check", path], { encoding: "utf8" });
      expect(said).toContain("No syntax or stream encoding errors");
      const pages = execFileSync("qpdf", ["--show-npages", path], { encoding: "utf8" });
      expect(Number(pages)).toBe(count);
    });
  });
});

test.skipIf(!hasProgram("pdfinfo"))("says its title, and how a page is turned", () => {
  withFile(fileOf(3), (path) => {
    const said = execFileSync("pdfinfo", ["-l", "3", path], { encoding: "utf8" });
    expect(said).toMatch(/Title: +Caf\u00e9/);
    expect(said).toMatch(/Page +2 rot: +90/);
    expect(said).toMatch(/Page +3 size: +103 x 100 pts/);
  });
});

test("refuses to end with an object that was promised and never written", () => {
  const file = new PdfFile(() => {}, { bodies: [asciiBytes("<<>>")], resourcesId: 1 });
  file.allocate();
  expect(() => file.finish("", "", FILE_ID)).toThrow("object 2 was never written");
});

test("refuses to write an object twice", () => {
  const file = new PdfFile(() => {}, { bodies: [asciiBytes("<<>>")], resourcesId: 1 });
  expect(() => file.object(1, asciiBytes("<<>>"))).toThrow("written twice");
});
