import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The pages whose examples, commands and links are tested. */
export const PAGES = [
  "README.md",
  "bench/README.md",
  "fixtures/README.md",
  "layouts/BLOCKS.md",
  "layouts/README.md",
  "src/STYLE.md",
  "src/cli/README.md",
  "src/evidence/README.md",
  "src/job/README.md",
  "src/proof/README.md",
  "src/proof/compare/README.md",
  "src/proof/proof-set/README.md",
  "src/proof/sampling/README.md",
  "src/serve/README.md",
  "src/serve/preview/README.md",
  "src/spool/README.md",
  "test/README.md",
] as const;

export function readDocument(path: string): string {
  return readFileSync(join(projectFolder, path), "utf8");
}

/** A fenced block of a document. */
export interface Fence {
  readonly language: string;
  /** With its last line break. */
  readonly text: string;
}

const FENCES = /^```(\w*)\n([\s\S]*?)^```$/gm;

export function fencesOf(markdown: string): Fence[] {
  return [...markdown.matchAll(FENCES)].map(([, language = "", text = ""]) => ({ language, text }));
}

/** The first fenced block of a language that has a stretch of text in it. */
export function fenceWith(markdown: string, language: string, stretch: string): string {
  const fence = fencesOf(markdown).find(
    (one) => one.language === language && one.text.includes(stretch),
  );
  if (fence === undefined) throw new Error(`there is no ${language} block with ${stretch}`);
  return fence.text;
}

const NAMED_FENCE = /`([\w./-]+)`:\n\n(?:<!-- prettier-ignore -->\n)?```\w+\n([\s\S]*?)^```$/gm;

/** The files that a document shows in full: blocks behind their name and a colon. */
export function filesOf(markdown: string): Map<string, string> {
  const found = [...markdown.matchAll(NAMED_FENCE)];
  return new Map(found.map(([, name = "", text = ""]) => [name, text]));
}

/** A document without its blocks. */
export function proseOf(markdown: string): string {
  return markdown.replaceAll(FENCES, "");
}

/** What a document points at, without what lies on the web. */
export function linksOf(markdown: string): string[] {
  const prose = proseOf(markdown).replaceAll(/`[^`]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^https?:/.test(target));
}

/** The links of a page that lead to no file, or to no heading of it. */
export function brokenLinks(page: string, markdown = readDocument(page)): string[] {
  return linksOf(markdown).filter((link) => {
    const [target = "", anchor] = link.split("#");
    const file = target === "" ? page : join(dirname(page), target);
    if (!existsSync(join(projectFolder, file))) return true;
    return anchor !== undefined && !anchorsOf(readDocument(file)).includes(anchor);
  });
}

/** The anchors of a document's headings, as they are on the web. */
function anchorsOf(markdown: string): string[] {
  const headings = [...proseOf(markdown).matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Everything that stands in backticks; a line break in it is a space. */
export function codeSpans(markdown: string): string[] {
  const spans = [...proseOf(markdown).matchAll(/`([^`]+)`/g)];
  return spans.map(([, text = ""]) => text.replaceAll(/\s+/g, " "));
}
