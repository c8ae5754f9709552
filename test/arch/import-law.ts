import { dirname, join, normalize } from "node:path";
import { parseSync } from "vite";
import type { SourceFile } from "./source-tree.ts";

/** The floor of each room (design of the house in src/ARCHITECTURE.md). */
export const FLOORS: Readonly<Record<string, number>> = {
  base: 0,
  model: 1,
  rules: 2,
  store: 2,
  font: 2,
  barcode: 2,
  expr: 2,
  pdf: 2,
  yaml: 2,
  mapping: 2.5,
  chart: 2.5,
  cases: 3,
  intake: 3,
  layout: 3,
  job: 3.1,
  bind: 3,
  compose: 3,
  paint: 3,
  mail: 3,
  spool: 3,
  ledger: 3,
  register: 3,
  audit: 3,
  // The verifier has storeys of its own: it shares nothing with the writer that could hold it up.
  "verify/file": 3,
  "verify/marks": 3,
  "verify/fonts": 3,
  "verify/content": 3.1,
  "verify/resources": 3.2,
  "verify/raster": 3.2,
  verify: 3.3,
  report: 3,
  inspect: 3.5,
  run: 4,
  work: 5,
  pool: 6,
  proving: 7,
  desk: 8,
  evidence: 8,
  proof: 8,
  shop: 8,
  engine: 9,
  serve: 9.5,
  cli: 10,
};

/** Folders of these are rooms of their own: painters do not know each other. */
const STOREYS = ["paint", "verify"];

/**
 * Folders of `intake/` that read one format each, or make values of what was read. Each is loaded
 * for itself and knows little of the room around it, so each counts for itself.
 */
const READERS = ["dialect", "fixed", "parquet", "records", "sql", "xlsx", "xml"];

/** The folder of a reader that a file is in; undefined for all others. */
export function readerOf(path: string): string | undefined {
  const [, room, folder = ""] = path.split("/");
  return room === "intake" && READERS.includes(folder) ? `intake/${folder}` : undefined;
}

export function roomOf(path: string): string {
  const [top, room = "", folder] = path.split("/").slice(0, -1);
  if (top === "fixtures") return "fixtures";
  if (room === "") return "cli";
  return folder !== undefined && STOREYS.includes(room) ? `${room}/${folder}` : room;
}

function floorOf(room: string): number {
  const floor = FLOORS[room] ?? FLOORS[room.split("/")[0] as string];
  if (room === "fixtures") return 9;
  if (floor === undefined) throw new Error(`the room ${room} has no floor`);
  return floor;
}

/** An import as it is written, whether it is of a type alone, and where it leads. */
export interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

/** Every import of a file: static, re-exported, dynamic, and of a type in the midst of code. */
export function importsOf(file: SourceFile): Import[] {
  const parsed = parseSync(file.path, file.text).module;
  const statics = parsed.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    isType: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const reexports = parsed.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, isType }] : [],
    ),
  );
  // Both `await import("x")` and `import("x").Type`.
  const inline = [...file.text.matchAll(/\bimport\(\s*["'`]([^"'`$]+)["'`]/g)].map(
    ([, specifier]) => ({ specifier: specifier as string, isType: false }),
  );
  return [...statics, ...reexports, ...inline];
}

/** The project file that an import leads to; undefined for a package. */
export function targetOf(file: SourceFile, { specifier }: Import): string | undefined {
  return specifier.startsWith(".") ? normalize(join(dirname(file.path), specifier)) : undefined;
}

/** A sentence for each import that runs upwards or sideways. */
export function breaches(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return importsOf(file).flatMap((one) => {
    const target = targetOf(file, one);
    if (target === undefined) return [];
    const targetRoom = roomOf(target);
    if (targetRoom === room || floorOf(targetRoom) < floorOf(room)) return [];
    const sameFloor = floorOf(targetRoom) === floorOf(room) ? "sideways" : "upwards";
    return [`${file.path} imports ${sameFloor}: ${one.specifier}`];
  });
}
