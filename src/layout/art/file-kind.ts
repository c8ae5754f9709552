import type { Host } from "../../base/host.ts";
import { FILE_KINDS, type FileKind } from "../../model/file-kind.ts";
import { readYaml } from "../../yaml/yaml-source.ts";

/**
 * What a YAML file is: by its first key, or by its name if it is too broken to be read; undefined
 * if neither tells.
 */
export function fileKind(host: Host, file: string): FileKind | undefined {
  const { value } = readYaml(host, file, "layout");
  const isMapping = value !== null && typeof value === "object" && !Array.isArray(value);
  const first = isMapping ? Object.keys(value)[0] : /([a-z]+)\.yaml$/.exec(file)?.[1];
  return FILE_KINDS.find((kind) => kind === first);
}
