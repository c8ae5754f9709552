import { readFileSync } from "node:fs";

/** The version of this package, whether it runs from source or built. */
export function programVersion(): string {
  const isBuilt = import.meta.url.endsWith(".js");
  const manifest = new URL(
    isBuilt ? "../../../package.json" : "../../package.json",
    import.meta.url,
  );
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return version;
}
