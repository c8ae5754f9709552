import type { Host } from "../../base/host.ts";
import { readYaml } from "../yaml/yaml-source.ts";

/** What a configuration file can be; each begins with its kind and its name. */
export const FILE_KINDS = ["layout", "job", "shop", "stock", "envelope", "device"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/**
 * What a YAML file is, by its first key; by its name where it is too broken to be read, and
 * undefined where neither tells.
 */
export function fileKind(host: Host, file: string): FileKind | undefined {
  const { value } = readYaml(host, file, "layout");
  const isMapping = value !== null && typeof value === "object" && !Array.isArray(value);
  const first = isMapping ? Object.keys(value)[0] : /([a-z]+)\.yaml$/.exec(file)?.[1];
  return FILE_KINDS.find((kind) => kind === first);
}
