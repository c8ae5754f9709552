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
  pdf: 2,
  intake: 3,
  layout: 3,
  bind: 3,
  compose: 3,
  paint: 3,
  mail: 3,
  spool: 3,
  ledger: 3,
  register: 3,
  audit: 3,
  verify: 3,
  report: 3,
  run: 4,
  work: 5,
  pool: 6,
  proving: 7,
  desk: 8,
  evidence: 8,
  shop: 8,
  engine: 9,
  cli: 10,
};

/** A folder of `paint/` is a room of its own: the painters do not know each other. */
function roomOf(path: string): string {
  const parts = path.split("/");
  if (parts[0] === "fixtures") return "fixtures";
  if (parts.length === 2) return "cli";
  return parts[1] === "paint" ? `paint/${parts[2]}` : (parts[1] as string);
}

function floorOf(room: string): number {
  const floor = FLOORS[room.split("/")[0] as string];
  if (room === "fixtures") return 9;
  if (floor === undefined) throw new Error(`the room ${room} has no floor`);
  return floor;
}

/** Every import of a file, as the paths of project files or names of packages. */
export function importsOf(file: SourceFile): string[] {
  const parsed = parseSync(file.path, file.text).module;
  const statics = parsed.staticImports.map((entry) => entry.moduleRequest.value);
  const reexports = parsed.staticExports.flatMap((entry) =>
    entry.entries.flatMap((item) => item.moduleRequest?.value ?? []),
  );
  return [...statics, ...reexports];
}

/** A sentence for each import that runs upwards or sideways. */
export function breaches(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return importsOf(file).flatMap((specifier) => {
    if (!specifier.startsWith(".")) return [];
    const target = normalize(join(dirname(file.path), specifier));
    const targetRoom = roomOf(target);
    if (targetRoom === room) return [];
    if (floorOf(targetRoom) < floorOf(room)) return [];
    const sameFloor = floorOf(targetRoom) === floorOf(room) ? "sideways" : "upwards";
    return [`${file.path} imports ${sameFloor}: ${specifier}`];
  });
}
