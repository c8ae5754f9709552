import { type Import, importsOf, readerOf, roomOf, targetOf } from "./import-law.ts";
import type { SourceFile } from "./source-tree.ts";

/** What one room may do, or may not, beyond the order of the floors. */
export interface RoomRule {
  readonly says: string;
  /** A sentence for each breach in a file. */
  readonly breaches: (file: SourceFile) => string[];
  /** A file that the rule refuses. */
  readonly planted: SourceFile;
}

const THREADS = ["piscina", "node:worker_threads"];
const SYSTEM =
  /^node:(fs|os|child_process|net|tls|http|https|dgram|cluster|inspector)(\/promises)?$/;
/** Words of the file syntax (ISO 32000-1, 7.3 to 7.7), in text that is written or matched. */
const SYNTAX = /\/Type\/|\/Subtype\/|endobj|endstream|\/Filter\/|\/MediaBox|startxref/;
/** An operator at the end of a line of content (ISO 32000-1, annex A). */
const OPERATORS = / (Tj|TJ|Tf|Td|Tm|re|cm|Do|BDC|BMC|EMC|rg|RG|gs)\\n|\bBT\\n|\\nET\b/;

/** A run waits for nothing else of the index to be loaded. */
const RUN_ALONE = "src/engine/run-job.ts";

function startsIn(path: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`src/${folder}/`));
}

function isCode(path: string): boolean {
  return path.startsWith("src/");
}

/** What a reader of a format may know of the room around it. */
const READERS_KNOW = [
  "intake/check",
  "intake/copy/foreign-source.ts",
  "intake/encoding",
  "intake/files",
  "intake/json/field-path.ts",
  "intake/json/json-records.ts",
];

function isKnownToReaders(target: string): boolean {
  if (startsIn(target, "base", "model", "rules") || readerOf(target) !== undefined) return true;
  return READERS_KNOW.some((known) => target === `src/${known}` || startsIn(target, known));
}

/** Refuses imports in files of some folders. */
function refuses(
  file: SourceFile,
  isRefused: (one: Import, target: string | undefined) => boolean,
): string[] {
  return importsOf(file)
    .filter((one) => isRefused(one, targetOf(file, one)))
    .map(({ specifier }) => `${file.path} imports ${specifier}`);
}

function lines(file: SourceFile, pattern: RegExp): string[] {
  return file.text
    .split("\n")
    .flatMap((line, index) =>
      pattern.test(line) && !/^\s*(\/\/|\*|\/\*\*)/.test(line)
        ? [`${file.path}:${index + 1}: ${line.trim()}`]
        : [],
    );
}

export const ROOM_RULES: readonly RoomRule[] = [
  {
    says: "only pool/ starts threads",
    breaches: (file) =>
      !isCode(file.path) || startsIn(file.path, "pool")
        ? []
        : refuses(file, ({ specifier }) => THREADS.includes(specifier)),
    planted: { path: "src/engine/p.ts", text: 'const w = await import("node:worker_threads");' },
  },
  {
    says: "work/ knows neither threads nor the register",
    breaches: (file) =>
      startsIn(file.path, "work")
        ? refuses(
            file,
            ({ specifier }, target = "") =>
              THREADS.includes(specifier) || startsIn(target, "register", "pool"),
          )
        : [],
    planted: {
      path: "src/work/p.ts",
      text: 'let r: import("../register/register.ts").Register;',
    },
  },
  {
    says: "only run/host and cli/ ask the system; serve/ has its HTTP",
    breaches: (file) =>
      !isCode(file.path) || startsIn(file.path, "run/host", "cli")
        ? []
        : refuses(
            file,
            ({ specifier }) =>
              SYSTEM.test(specifier) &&
              !(startsIn(file.path, "serve") && /^node:(http|net)$/.test(specifier)),
          ),
    planted: { path: "src/desk/p.ts", text: 'import { rm } from "node:fs/promises";' },
  },
  {
    says: "only pdf/ writes PDF syntax, and verify/ has its own",
    breaches: (file) =>
      !isCode(file.path) || startsIn(file.path, "pdf", "verify") ? [] : lines(file, SYNTAX),
    planted: { path: "src/work/p.ts", text: "const page = `<</Type/Page>>`;" },
  },
  {
    says: "only paint/pdf writes content operators, and verify/ has its own",
    breaches: (file) =>
      !isCode(file.path) || startsIn(file.path, "paint/pdf", "verify")
        ? []
        : lines(file, OPERATORS),
    planted: { path: "src/mail/p.ts", text: 'const box = "0 0 9 9 re\\nf\\n";' },
  },
  {
    says: "cli/ knows index, report, model and base alone",
    breaches: (file) =>
      startsIn(file.path, "cli")
        ? refuses(
            file,
            (_, target) =>
              target !== undefined &&
              target !== "src/index.ts" &&
              target !== RUN_ALONE &&
              !target.startsWith("fixtures/") &&
              !startsIn(target, "cli", "report", "model", "base"),
          )
        : [],
    planted: { path: "src/cli/p.ts", text: 'import type { X } from "../run/actor.ts";' },
  },
  {
    says: "desk/, evidence/, shop/ and proof/ never import each other",
    breaches: (file) => {
      const rooms = ["desk", "evidence", "shop", "proof"];
      const room = roomOf(file.path);
      return rooms.includes(room)
        ? refuses(file, (_, target) => {
            const other = target === undefined ? room : roomOf(target);
            return rooms.includes(other) && other !== room;
          })
        : [];
    },
    planted: { path: "src/desk/p.ts", text: 'export * from "../evidence/get-document.ts";' },
  },
  {
    says: "a reader of a format knows other readers and the plain parts of intake/ alone",
    breaches: (file) =>
      readerOf(file.path) === undefined
        ? []
        : refuses(file, (_, target) => target !== undefined && !isKnownToReaders(target)),
    planted: { path: "src/intake/xml/p.ts", text: 'import { scanInput } from "../scan.ts";' },
  },
  {
    says: "verify/ takes no rule from the writer",
    breaches: (file) =>
      startsIn(file.path, "verify")
        ? refuses(file, ({ isType }, target = "src/base/") => {
            const isLeaves = target === "src/model/proven-item.ts";
            const isFine = startsIn(target, "verify", "base") || isLeaves;
            return !isFine && !(isType && startsIn(target, "model"));
          })
        : [],
    planted: { path: "src/verify/p.ts", text: 'import { plan } from "../rules/sheet-plan.ts";' },
  },
  {
    says: "model/ has no class, and no function of a plan or job",
    breaches: (file) =>
      startsIn(file.path, "model")
        ? lines(file, /\bclass [A-Z]|\bfunction \w+\([^)]*: (\w*Plan|Job)\b/)
        : [],
    planted: {
      path: "src/model/p.ts",
      text: "export function f(plan: LayoutPlan): number { return 1; }",
    },
  },
];
