import type { Path } from "../yaml/yaml-source.ts";

/** The path of a block or box, with this id, which may begin with whose variant it is. */
export function pathOfId(id: string): Path {
  return id.slice(id.lastIndexOf("@") + 1).split(".");
}
