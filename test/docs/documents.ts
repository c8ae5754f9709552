import { readFileSync } from "node:fs";

export const projectFolder = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

export function readDocument(path: string): string {
  return readFileSync(`${projectFolder}/${path}`, "utf8");
}

/** A fenced block of a document. */
export interface Fence {
  readonly language: string;
  /** With its last line break. */
  readonly text: string;
}

export function fencesOf(markdown: string): Fence[] {
  const found = markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, language = "", text = ""]) => ({ language, text }));
}

/** The first fenced block of a language that has a stretch of text in it. */
export function fenceWith(markdown: string, language: string, stretch: string): string {
  const fence = fencesOf(markdown).find(
    (one) => one.language === language && one.text.includes(stretch),
  );
  if (fence === undefined) throw new Error(`there is no ${language} block with ${stretch}`);
  return fence.text;
}

/** What a document points at, without what lies on the web or in itself. */
export function relativeLinks(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/`[^`]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^(https?:|#)/.test(target));
}

/** Everything that stands in backticks. */
export function codeSpans(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
}
