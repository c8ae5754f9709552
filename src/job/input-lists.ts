import { type Host, isFaultOfFile } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import { namePattern } from "../base/name-pattern.ts";
import { absolute } from "../layout/absolute-path.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";
import type { InputValue } from "./job-schema.ts";

const STANDARD_INPUT = "-";
const PATTERN = /[*?]/;

/**
 * The input with its lists of files as they are now: globs and folders are replaced by the files
 * in them, in the order of their names. What fits nothing stays, for the scan to report.
 */
export function withFileLists(
  source: YamlSource,
  host: Host,
  input: InputValue,
  folder: string,
): InputValue {
  const listed = (path: Path, file: string | readonly string[]): string | string[] => {
    const files = [file].flat().flatMap((name) => filesOf(host, folder, name));
    if (files.length > limits.inputFilesMax) {
      const message = `These are ${files.length} files; name at most ${limits.inputFilesMax}.`;
      source.report("wrong-value", [...path, "file"], message);
    }
    const [only, ...more] = files;
    return only === undefined || more.length > 0 ? files : only;
  };
  return {
    ...input,
    file: listed(["input"], input.file),
    ...(input.details && {
      details: input.details.map((detail, index) => ({
        ...detail,
        file: listed(["input", "details", index], detail.file),
      })),
    }),
  };
}

function filesOf(host: Host, folder: string, name: string): string[] {
  if (name === STANDARD_INPUT) return [name];
  const path = absolute(folder, name);
  const at = path.lastIndexOf("/");
  const [parent, last] = [path.slice(0, at) || "/", path.slice(at + 1)];
  if (PATTERN.test(last)) {
    const fits = namePattern(last);
    const found = (namesIn(host, parent) ?? []).filter((entry) => fits(entry));
    return found.length > 0 ? found.map((entry) => `${parent}/${entry}`) : [path];
  }
  const names = namesIn(host, path)?.filter((entry) => !entry.startsWith(".")) ?? [];
  return names.length > 0 ? names.map((entry) => `${path}/${entry}`) : [path];
}

/** The names in a folder; undefined if it is none. */
function namesIn(host: Host, path: string): string[] | undefined {
  try {
    return host.list(path);
  } catch (error) {
    if (isFaultOfFile(error)) return undefined;
    throw error;
  }
}
