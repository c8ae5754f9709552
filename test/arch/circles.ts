import { dirname } from "node:path";
import { importsOf, targetOf } from "./import-law.ts";
import type { SourceFile } from "./source-tree.ts";

interface Edge {
  readonly to: string;
  readonly isType: boolean;
}

/** A sentence for each circle of imports that is not of types between files of one folder. */
export function circles(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap((one): Edge[] => {
        const to = targetOf(file, one);
        return to !== undefined && paths.has(to) ? [{ to, isType: one.isType }] : [];
      }),
    ]),
  );
  const ofValues = loops(edges, ({ isType }) => !isType);
  const ofAll = loops(edges, () => true).filter((loop) => new Set(loop.map(dirname)).size > 1);
  return [...ofValues, ...ofAll].map((loop) => loop.sort().join(" and "));
}

/** Groups of files that lead to each other (Tarjan's strongly connected components). */
function loops(
  edges: ReadonlyMap<string, readonly Edge[]>,
  counts: (edge: Edge) => boolean,
): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    let lowest = order.get(path) as number;
    low.set(path, lowest);
    open.push(path);
    for (const { to } of (edges.get(path) ?? []).filter(counts)) {
      if (!order.has(to)) visit(to);
      if (open.includes(to)) lowest = Math.min(lowest, low.get(to) as number);
    }
    low.set(path, lowest);
    if (lowest !== order.get(path)) return;
    const loop = open.splice(open.indexOf(path));
    if (loop.length > 1) found.push(loop);
  };
  for (const path of edges.keys()) if (!order.has(path)) visit(path);
  return found;
}
