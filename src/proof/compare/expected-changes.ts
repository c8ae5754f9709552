import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { utf8Text } from "../../base/utf8-text.ts";

/** The ids of groups of changes that somebody has approved. */
export type Expected = ReadonlySet<string>;

/**
 * Reads approved changes: a `compare.json` that people have looked at, or what they have left of
 * its groups. Only the ids count, so that they hold for other records, too.
 */
export function readExpected(host: Host, file: string | undefined): Expected {
  if (file === undefined) return new Set();
  if (!host.exists(file)) throw new UsageError([notExpected(file, "there is no such file")]);
  const groups = groupsIn(host, file);
  if (!Array.isArray(groups)) throw new UsageError([notExpected(file, "it has no `groups`")]);
  return new Set(
    groups.map((group: unknown, index) => {
      if (typeof group === "object" && group !== null && "id" in group)
        if (typeof group.id === "string") return group.id;
      throw new UsageError([notExpected(file, `group ${index + 1} has no \`id\``)]);
    }),
  );
}

function groupsIn(host: Host, file: string): unknown {
  try {
    const value: unknown = JSON.parse(utf8Text(host.readFile(file)));
    return typeof value === "object" && value !== null && "groups" in value
      ? value.groups
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError([notExpected(file, "it is not JSON")]);
    throw error;
  }
}

function notExpected(file: string, why: string): Diagnostic {
  return diagnostic("cli.bad-usage", `The file ${file} names no approved changes: ${why}.`, {
    hint: "Give a compare.json, or an object with `groups`, each with the `id` it has there.",
  });
}
