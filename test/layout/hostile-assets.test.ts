import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { limits } from "../../src/base/limits.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { checkSvg } from "../../src/layout/art/svg-check.ts";
import { host, shared, SMALL, spoiled, writeLayout } from "./support.ts";

const codesOf = (folder: string): string[] =>
  checkLayout(host, folder, shared).diagnostics.map(({ code }) => code);

/** A layout whose logo is the file that `write` makes. */
function withLogo(name: string, write: (file: string) => void): string {
  const folder = writeLayout(spoiled("logo.svg", name));
  write(join(folder, "images", name));
  return folder;
}

const head = (widthPx: number, heightPx: number): Buffer => {
  const png = Buffer.alloc(64);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(png);
  png.write("IHDR", 12, "latin1");
  png.writeUInt32BE(widthPx, 16);
  png.writeUInt32BE(heightPx, 20);
  return png;
};

test.each([
  "../../etc/passwd",
  "/etc/passwd",
  "a/b.svg",
  "..",
  ".hidden.svg",
  "logo.svg\\0",
  "logo\\n.svg",
])("an image is never named by a path: %j", (name) => {
  expect(codesOf(writeLayout(spoiled("logo.svg", `"${name}"`)))).toContain("layout.bad-asset-name");
});

test("a paper, an envelope and a font are never named by a path", () => {
  for (const name of ["letter-60lb-duplex", "us-10-window-tall", "NotoSans-Regular.ttf"]) {
    const codes = codesOf(writeLayout(spoiled(name, `../${name}`)));
    expect(codes).toContain("layout.bad-asset-name");
  }
});

test("a link is followed, as shops share files so, and what is no plain file is refused", () => {
  const folder = writeLayout(SMALL);
  const away = writeLayout(SMALL);
  const toFile = withLogo("linked.svg", (file) => symlinkSync(join(away, "images/logo.svg"), file));
  expect(codesOf(toFile)).toEqual([]);
  const toNothing = withLogo("lost.svg", (file) => symlinkSync(join(away, "none"), file));
  expect(codesOf(toNothing)).toEqual(["layout.bad-image"]);
  const toFolder = withLogo("folder.svg", (file) => mkdirSync(file));
  expect(codesOf(toFolder)).toEqual(["layout.bad-image"]);
  const pipe = withLogo("pipe.svg", (file) => void execFileSync("mkfifo", [file]));
  expect(codesOf(pipe)).toEqual(["layout.bad-image"]);
  const device = withLogo("zero.svg", (file) => symlinkSync("/dev/zero", file));
  expect(codesOf(device)).toEqual(["layout.bad-image"]);
  expect(folder).not.toBe(away);
});

test("images and fonts larger than they may be are not read", () => {
  const large = withLogo("large.png", (file) => {
    writeFileSync(file, head(10, 10));
    truncateSync(file, limits.imageBytesMax + 1);
  });
  expect(codesOf(large)).toEqual(["layout.bad-image"]);
  const folder = writeLayout(spoiled("NotoSans-Regular.ttf", "Large.ttf"));
  mkdirSync(join(folder, "fonts"));
  writeFileSync(join(folder, "fonts/Large.ttf"), "");
  truncateSync(join(folder, "fonts/Large.ttf"), limits.fontBytesMax + 1);
  expect(codesOf(folder)).toEqual(["layout.bad-font"]);
});

test("a PNG that says it has 60,000 times 60,000 pixels is refused by its head", () => {
  const bomb = withLogo("bomb.png", (file) => writeFileSync(file, head(60_000, 60_000)));
  const { diagnostics } = checkLayout(host, bomb, shared);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "The image has more than 40 million pixels; make it smaller.",
  ]);
});

const svg = (inner: string): string => `<svg viewBox="0 0 10 10">${inner}</svg>`;

test.each([
  ["a script", svg("<script>alert(1)</script>")],
  ["a handler", svg('<rect onload="alert(1)" width="1" height="1"/>')],
  ["a reference", svg('<image href="http://example.com/x.png"/>')],
  ["a use", svg('<use href="#a"/>')],
  ["a foreign object", svg("<foreignObject/>")],
  ["a style", svg("<style>@import url(http://example.com)</style>")],
  ["a fill from elsewhere", svg('<rect fill="url(http://example.com/x)"/>')],
  ["entities", `<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${svg("&b;")}`],
  ["an entity in an attribute", svg('<path d="&a;"/>')],
  ["markup in an attribute", svg('<path d="M0 0 > L1 1"/>')],
  ["a stylesheet", `<?xml-stylesheet href="http://example.com"?>${svg("")}`],
  ["character data", svg("<![CDATA[<script/>]]>")],
  ["comments that do not close", svg("<!--".repeat(100_000))],
  ["a viewBox without end", '<svg viewBox="0 0 1e308 1e308"></svg>'],
  ["too many bytes", svg('<rect width="1" height="1"/>'.repeat(30_000))],
  ["tags that do not close", `<svg viewBox="0 0 1 1">${"<g ".repeat(100_000)}`],
])("an SVG with %s is refused", (_what, text) => {
  expect(checkSvg(text).faults.length).toBeGreaterThan(0);
});

test("what is commented out of an SVG is neither checked nor refused", () => {
  expect(checkSvg(svg("<!-- <script>x</script> --><rect/>")).faults).toEqual([]);
});
