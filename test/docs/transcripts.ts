import { fencesOf } from "./documents.ts";

/** A command as somebody typed it, and what it said. */
export interface Step {
  readonly command: string;
  readonly lines: readonly string[];
}

/** What stands for lines that are left out. */
const CUT = "…";

/** The commands with their output in the console blocks of a page, or in a text of the same form. */
export function stepsIn(markdown: string): Step[] {
  const shown = fencesOf(markdown).filter(({ language }) => language === "console");
  return stepsOf(shown.map(({ text }) => text).join("\n"));
}

export function stepsOf(text: string): Step[] {
  const steps = text.split(/^\$ (?=nightpress )/m).slice(1);
  return steps.map((step) => {
    const [command = "", ...lines] = step.replaceAll(/ \\\n\s*/g, " ").split("\n");
    return { command, lines };
  });
}

/** What a command line asks for, without what it asks it of: `run --out --workers`. */
export function askedBy({ command }: Step): string {
  const [, name = "", ...rest] = command.match(/"[^"]*"|\S+/g) ?? [];
  const inner = name === "certificate" || name === "register" ? rest.slice(0, 1) : [];
  const options = rest.filter((word) => word.startsWith("--"));
  return [name, ...inner, ...new Set(options)].join(" ");
}

/**
 * Where the output of a run differs from what a page shows of it, figures and names apart: labels
 * that the page lacks, and those it has for nothing. Progress and findings are another machine's.
 */
export function differences(shown: Step, real: Step): string[] {
  const [onPage, said] = [labelsOf(shown), labelsOf(real)];
  const isWhole = !shown.lines.some((line) => line.trim() === CUT);
  const missing = isWhole ? [...said].filter((label) => !onPage.has(label)) : [];
  const stale = [...onPage].filter((label) => !said.has(label));
  return [
    ...missing.map((label) => `${askedBy(shown)}: the page lacks ${label}`),
    ...stale.map((label) => `${askedBy(shown)}: the program does not say ${label}`),
  ];
}

const PROGRESS = /^(scan|compose|assemble|verify) /;
const STREAM = /^ {2}(automation|machinable|military|foreign)-.*/;
/** Lines that go on with the one above: their first word is a value. */
const CONTINUED = /^ {6}/;
const LABEL = /^ *[\w-]+:?(?: {2,}| *$|: )/;
const FINDING = /^customers\.ndjson.*(?:\n {2}.*)*/gm;

function labelsOf({ lines }: Step): Set<string> {
  const told = lines.join("\n").replaceAll(FINDING, "").split("\n");
  const labels = told
    .filter((line) => line.trim() !== "" && line.trim() !== CUT)
    .filter((line) => !PROGRESS.test(line) && !CONTINUED.test(line))
    .map((line) => line.replace(STREAM, "  stream"))
    .map((line) => (LABEL.exec(line)?.[0] ?? firstWords(line)).trim())
    .map((label) => label.replaceAll(/\d+/g, "N"));
  return new Set(labels);
}

/** Of a line without a label the words that no figure is in, up to the first name. */
function firstWords(line: string): string {
  const words = line.trim().split(/\s+/);
  const end = words.findIndex((word) => /[/:]/.test(word));
  const head = end < 0 ? words : words.slice(0, end);
  return head
    .filter((word) => !/\d/.test(word))
    .map((word) => word.replace(/s$/, ""))
    .slice(0, 3)
    .join(" ");
}
