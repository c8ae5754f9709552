import { byPlace, type Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import type { Inserter, Press } from "../../model/device.ts";
import { isMapping } from "../../layout/data-declaration.ts";
import {
  type InserterValue,
  inserterSchema,
  type PressValue,
  pressSchema,
} from "./device-schema.ts";
import type { SharedFolders } from "../../layout/layout-files.ts";
import { checkedResults } from "../lists/check-results.ts";
import type { ListForm } from "../../model/list-spec.ts";
import { checkAgainst, reportMissing } from "../../yaml/schema-issues.ts";
import { reportSecretValues } from "../../yaml/secret-scan.ts";
import { readEnvelope, readStock } from "../../layout/paper/stocks.ts";
import { type Path, readYaml, type YamlSource } from "../../yaml/yaml-source.ts";

/** A device, told from the other kind by its key. */
export type Device = { readonly press: Press } | { readonly inserter: Inserter };

/** What a device is checked with: the stocks and envelopes that it can name. */
export interface DeviceFiles {
  readonly host: Host;
  readonly shared: SharedFolders;
}

/** Checks the device file at the absolute path `file`: every error in it at once. */
export function checkDevice(
  host: Host,
  file: string,
  shared: SharedFolders,
): { readonly device?: Device; readonly diagnostics: readonly Diagnostic[] } {
  const source = readYaml(host, file, "device");
  if (source.diagnostics.length > 0) return { diagnostics: source.diagnostics };
  const device = checkedDevice(source, { host, shared }, [], source.value);
  reportSecretValues(source);
  const diagnostics = source.diagnostics.toSorted(byPlace);
  return device === undefined || diagnostics.length > 0 ? { diagnostics } : { device, diagnostics };
}

/** The device at `path` of a source; undefined, and reported, if it is faulty. */
export function checkedDevice(
  source: YamlSource,
  files: DeviceFiles,
  path: Path,
  value: unknown,
): Device | undefined {
  if (!isMapping(value)) {
    source.report("wrong-value", path, "A device is a mapping that starts with `device: name`.");
    return undefined;
  }
  if (value["kind"] === "inserter") {
    const own = checkAgainst(source, path, inserterSchema, value);
    return own && checkedInserter(source, files, path, own);
  }
  const own = checkAgainst(source, path, pressSchema, value);
  return own && checkedPress(source, files, path, own);
}

function checkedPress(
  source: YamlSource,
  { host, shared }: DeviceFiles,
  path: Path,
  value: PressValue,
): Device | undefined {
  const speed = checkedSpeed(source, path, value);
  const results = resultsOf(source, host, path, value);
  const files = { host, folder: "", ...shared };
  const stocks = value.papers.map((name, index) =>
    readStock(source, files, [...path, "papers", index], name),
  );
  stocks.forEach((stock, index) => {
    if (stock === undefined || !stock.duplex || value.duplex) return;
    const message = `The stock \`${stock.name}\` is printed on both sides; this press prints one.`;
    const hint = "remove it from the papers, or set `duplex: true`";
    source.report("simplex-press", [...path, "papers", index], message, { hint });
  });
  if (speed === undefined || stocks.includes(undefined)) return undefined;
  const { device: name, duplex, papers } = value;
  const setupMinutes = value["setup-minutes"] ?? 0;
  return { press: { name, speed, duplex, papers, setupMinutes, ...results } };
}

function checkedSpeed(
  source: YamlSource,
  path: Path,
  value: PressValue,
): Press["speed"] | undefined {
  const pagesPerMinute = value["pages-per-minute"];
  const metresPerMinute = value["metres-per-minute"];
  const across = value["sheets-across"];
  if (pagesPerMinute === undefined && metresPerMinute === undefined) {
    reportMissing(source, [...path, "pages-per-minute"]);
    return undefined;
  }
  const misplaced =
    pagesPerMinute === undefined
      ? undefined
      : metresPerMinute !== undefined
        ? "metres-per-minute"
        : across !== undefined
          ? "sheets-across"
          : undefined;
  if (misplaced !== undefined) {
    const message = `\`${misplaced}\` has no meaning beside \`pages-per-minute\`; remove one.`;
    source.report("misplaced-key", [...path, misplaced], message, { at: "key" });
    return undefined;
  }
  if (metresPerMinute !== undefined) return { metresPerMinute, sheetsAcross: across ?? 1 };
  return { pagesPerMinute: pagesPerMinute as number };
}

function checkedInserter(
  source: YamlSource,
  { host, shared }: DeviceFiles,
  path: Path,
  value: InserterValue,
): Device | undefined {
  const files = { host, folder: "", ...shared };
  const envelopes = value.envelopes ?? [];
  const known = envelopes.map((name, index) =>
    readEnvelope(source, files, [...path, "envelopes", index], name),
  );
  const results = resultsOf(source, host, path, value);
  if (known.includes(undefined)) return undefined;
  return {
    inserter: {
      name: value.device,
      piecesPerHour: value["pieces-per-hour"],
      sheetsMax: value["sheets-max"],
      envelopes,
      setupMinutes: value["setup-minutes"] ?? 0,
      ...results,
    },
  };
}

function resultsOf(
  source: YamlSource,
  host: Host,
  path: Path,
  { results }: PressValue | InserterValue,
): { readonly results?: ListForm } {
  if (results === undefined) return {};
  return { results: checkedResults(source, host, [...path, "results"], results) };
}
