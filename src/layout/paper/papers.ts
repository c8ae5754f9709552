import { type Mpt, parseLength } from "../../base/units.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Envelope, Stock } from "../../model/stock.ts";
import { isMapping } from "../data-declaration.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { checkPapers } from "./paper-check.ts";
import { readEnvelope, readStock } from "./stocks.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/** The zone of the sender's line above the address: 5 mm (DIN 5008, 8.2). */
export const SENDER_MPT: Mpt = parseLength("5mm") ?? 0;

/** The papers and envelopes a layout is for. */
export interface Papers {
  /** By number: the layout's own first, then those that masters name. */
  readonly stocks: readonly [Stock, ...Stock[]];
  /** In the order they are tried; none of pages for the screen alone. */
  readonly envelopes: readonly Envelope[];
}

interface NamedPapers {
  readonly stock: string;
  readonly envelope?: string | undefined;
  readonly "larger-envelopes"?: readonly string[] | undefined;
  readonly sender?: string | undefined;
}

/** Reads and checks all papers and envelopes; undefined if one of the main two is faulty. */
export function readPapers(
  source: YamlSource,
  files: LayoutFiles,
  own: NamedPapers,
  rawMasters: readonly unknown[],
): Papers | undefined {
  const stock = readStock(source, files, ["print", "stock"], own.stock);
  const isMailed = own.envelope !== undefined;
  const envelope =
    isMailed && readEnvelope(source, files, ["print", "envelope"], own.envelope ?? "");
  const names = new Set([own.stock]);
  const further = rawMasters.flatMap((master, index): Stock[] => {
    const name = isMapping(master) ? master["stock"] : undefined;
    if (typeof name !== "string" || names.has(name)) return [];
    names.add(name);
    return asList(readStock(source, files, ["print", "masters", index, "stock"], name));
  });
  const larger = (own["larger-envelopes"] ?? []).flatMap((name, index) =>
    asList(readEnvelope(source, files, ["print", "larger-envelopes", index], name)),
  );
  if (stock === undefined || envelope === undefined) return undefined;
  const withSender = (each: Envelope): Envelope =>
    own.sender === undefined ? each : { ...each, senderMpt: SENDER_MPT };
  const envelopes = (envelope === false ? [] : [envelope, ...larger]).map(withSender);
  const papers: Papers = { stocks: [stock, ...further], envelopes };
  checkPapers(
    source,
    papers,
    (name) => stockPath(name, own.stock, rawMasters),
    firstStock(papers, rawMasters),
  );
  return papers;
}

/** What a plan says about papers; further ones are present only if there are any. */
export function papersOfPlan({
  stocks: [stock, ...papers],
  envelopes: [envelope, ...envelopes],
}: Papers): Pick<LayoutPlan, "stock" | "papers" | "envelope" | "envelopes"> {
  return {
    stock,
    ...(papers.length > 0 && { papers }),
    ...(envelope && { envelope }),
    ...(envelopes.length > 0 && { envelopes }),
  };
}

/** Where a layout first names a stock. */
export function stockPath(name: string, own: string, rawMasters: readonly unknown[]): Path {
  if (name === own) return ["print", "stock"];
  const index = rawMasters.findIndex((master) => isMapping(master) && master["stock"] === name);
  return ["print", "masters", index, "stock"];
}

/** The paper of the first page, which the window shows. */
function firstStock({ stocks }: Papers, [first]: readonly unknown[]): Stock {
  const name = isMapping(first) ? first["stock"] : undefined;
  return stocks.find((stock) => stock.name === name) ?? stocks[0];
}

function asList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
