import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { keysOf } from "../../base/keys-of.ts";
import type { BlockPlace } from "../../model/layout-plan.ts";
import type { ComposedLetter } from "../opened-layout.ts";
import type { Problem } from "./preview-state.ts";
import { sourceExcerpt } from "./source-excerpt.ts";

export interface ProblemBy {
  readonly host: Host;
  readonly folder: string;
  /** Where blocks stand; undefined if no layout could be opened yet. */
  readonly places: Readonly<Record<string, BlockPlace>> | undefined;
  readonly on: string;
}

/** A finding with the lines of the layout that it is about, where these are known. */
export function problemOf(found: Diagnostic, { host, folder, places, on }: ProblemBy): Problem {
  const { code, severity, message, hint, block, data, source } = found;
  const place = source ?? (block === undefined ? undefined : places?.[block]);
  const excerpt = place && sourceExcerpt(host, folder, place);
  const field = data?.field ?? "";
  return {
    code,
    severity,
    message,
    on,
    ...(hint !== undefined && { hint }),
    ...(block !== undefined && { block }),
    ...(field !== "" && { field }),
    ...(excerpt !== undefined && { excerpt }),
  };
}

/** What is wrong with a letter: with its record, its pages, and each of its messages. */
export function letterProblems(
  { diagnostics, messages }: Pick<ComposedLetter, "diagnostics" | "messages">,
  problemOn: (found: Diagnostic, on: string) => Problem,
): Problem[] {
  const own = keysOf(messages).flatMap((channel) =>
    (messages[channel]?.diagnostics ?? []).map((found) => problemOn(found, channel)),
  );
  const whole = diagnostics.map((found) => {
    const isOfRecord = found.code.startsWith("data.") || found.code === "layout.bad-sample";
    return problemOn(found, isOfRecord ? "record" : "print");
  });
  return [...whole, ...own];
}
