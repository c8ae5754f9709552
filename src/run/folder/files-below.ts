import { type Host, HostError } from "../../base/host.ts";

/** All files in a folder and below it; for a file its own path, and none if the path is missing. */
export function filesBelow(host: Host, path: string): string[] {
  if (!host.exists(path)) return [];
  try {
    return host.list(path).flatMap((name) => filesBelow(host, `${path}/${name}`));
  } catch (error) {
    if (error instanceof HostError && error.code === "ENOTDIR") return [path];
    throw error;
  }
}
