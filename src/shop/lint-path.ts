import { isFolder } from "../run/host/path-facts.ts";
import { resolve } from "node:path";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { checkDevice } from "../job/shop/check-device.ts";
import { checkPaperFile } from "../layout/paper/check-paper-file.ts";
import { checkShop } from "../job/shop/check-shop.ts";
import { fileKind } from "../layout/art/file-kind.ts";
import { type FileKind, FILE_KINDS } from "../model/file-kind.ts";
import { loadJob } from "../job/load-job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { machine } from "../run/host/machine.ts";
import { sharedPaths } from "../run/host/program.ts";
import { lintLayout } from "./lint-layout.ts";
import { type LintOptions, lintPlan } from "./lint-plan.ts";

/** What was found in one file, with the files it names. */
export interface LintedFile {
  /** Absolute path of the file; of a layout, its `layout.yaml`. */
  readonly file: string;
  readonly kind: FileKind | "unknown";
  readonly diagnostics: readonly Diagnostic[];
  /** The checked plan, where the file is a layout without errors. */
  readonly plan?: LayoutPlan;
}

/** How deep a folder is searched for configuration. */
const FOLDER_DEPTH_MAX = 4;

/**
 * Checks a configuration file, a layout by its folder or by the name of one that ships along, or
 * all configuration in a folder. What else lies there is passed over.
 */
export async function lintPath(
  path: string,
  options: LintOptions = {},
): Promise<readonly LintedFile[]> {
  const host = machine().host;
  const { layoutsFolder } = sharedPaths();
  const full = resolve(path);
  if (/^[\w-]+$/.test(path) && !host.exists(full)) {
    const shipped = `${layoutsFolder}/${path}/layout.yaml`;
    if (host.exists(shipped)) return [await lintFile(host, shipped, options)];
  }
  if (!isFolder(full)) return [await lintFile(host, full, options)];
  const files = filesIn(host, full, 0);
  if (files.length === 0) return [nothingIn(full)];
  const linted: LintedFile[] = [];
  // One after the other: each may hold fonts and images of many megabytes.
  for (const file of files) linted.push(await lintFile(host, file, options));
  return linted;
}

async function lintFile(host: Host, file: string, options: LintOptions): Promise<LintedFile> {
  const shared = sharedPaths();
  const kind = host.exists(file) ? fileKind(host, file) : undefined;
  switch (kind) {
    case undefined:
      return { file, kind: "unknown", diagnostics: [unknownKind(host, file)] };
    case "layout":
      return { file, kind, ...(await lintLayout(folderOf(file), options)) };
    case "job":
      return { file, kind, diagnostics: await lintJob(host, file, options) };
    case "shop":
      return { file, kind, diagnostics: checkShop(host, file, shared).diagnostics };
    case "device":
      return { file, kind, diagnostics: checkDevice(host, file, shared).diagnostics };
    default:
      return { file, kind, diagnostics: checkPaperFile(host, file, kind) };
  }
}

/** A job with its layout, as that is run by it; what a command line must say is left open. */
async function lintJob(
  host: Host,
  file: string,
  options: LintOptions,
): Promise<readonly Diagnostic[]> {
  const { job, plan, diagnostics } = loadJob(host, file, sharedPaths(), { isOpen: true });
  if (job === undefined || plan === undefined) return diagnostics;
  return [...diagnostics, ...(await lintPlan(host, plan, job, options))];
}

/** The configuration files below a folder; those of other programs are passed over. */
function filesIn(host: Host, folder: string, depth: number): string[] {
  if (host.exists(`${folder}/layout.yaml`)) return [`${folder}/layout.yaml`];
  return host.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (name.startsWith(".") || name === "node_modules") return [];
    if (isFolder(path)) return depth < FOLDER_DEPTH_MAX ? filesIn(host, path, depth + 1) : [];
    return name.endsWith(".yaml") && fileKind(host, path) !== undefined ? [path] : [];
  });
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/"));
}

function unknownKind(host: Host, file: string): Diagnostic {
  const keys = FILE_KINDS.map((kind) => `\`${kind}:\``).join(", ");
  const source = { file, line: 1, column: 1 };
  if (!host.exists(file)) {
    return diagnostic("file.missing", `There is no file ${file} to check.`, {
      hint: "name a file, a folder, or a layout that ships with Nightpress",
    });
  }
  return diagnostic("file.unknown-kind", "Its first key does not say what kind of file it is.", {
    source,
    hint: `a configuration file begins with one of ${keys}`,
  });
}

function nothingIn(folder: string): LintedFile {
  const message = `There is no configuration in ${folder}.`;
  const hint = "name a folder with a layout, a job, a shop or devices, stocks, envelopes";
  const found = diagnostic("file.missing", message, { hint });
  return { file: folder, kind: "unknown", diagnostics: [found] };
}
