import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { SharedFolders } from "../layout-files.ts";
import type { SourceFile } from "../../model/layout-plan.ts";
import { checkAgainst, reportUnknownKey } from "../../yaml/schema-issues.ts";
import { assetName } from "../../yaml/schema-values.ts";
import { nameHint } from "../../yaml/suggest.ts";
import { type Path, readYaml, type YamlSource } from "../../yaml/yaml-source.ts";
import { isMapping } from "../data-declaration.ts";
import { layoutSchema } from "../layout-schema.ts";
import { mergeParts, type PartFile } from "./merge-parts.ts";

/** A layout with all that it includes and extends, as one. */
export interface ReadLayout {
  /** The layout's own file where it stands alone. */
  readonly source: YamlSource;
  readonly lists: ReadonlyMap<string, unknown>;
  /** The folders of its files, its own first: what it names is looked for in them. */
  readonly folders: readonly string[];
  readonly files: readonly SourceFile[];
  /** What was found in the files by themselves. */
  readonly diagnostics: readonly Diagnostic[];
}

const DEPTH_MAX = 8;
const PART_FOLDER = "parts";
const PART_KEYS =
  "include data parameters let labels fonts colors styles images blocks require assert".split(" ");

/**
 * Reads the layout in a folder. Faults of its parts are reported where a part is named. Those that
 * come along are in `parts` beside the stocks' folder.
 */
export function readLayout(
  host: Host,
  folder: string,
  { stocksFolder }: Pick<SharedFolders, "stocksFolder">,
): ReadLayout {
  const root = readYaml(host, `${folder}/layout.yaml`, "layout");
  const alone = { source: root, lists: new Map(), folders: [folder], files: [], diagnostics: [] };
  const { value } = root;
  if (!isMapping(value) || (value["include"] ?? value["extends"]) === undefined) return alone;
  const reader = new PartReader(host, folder, `${parentOf(stocksFolder)}/${PART_FOLDER}`);
  reader.add({ kind: "layout", source: root, folder }, []);
  const { files } = reader;
  const { source, lists } = mergeParts(files, root);
  const others = files.filter((each) => each.source !== root);
  return {
    source,
    lists,
    folders: [...new Set([folder, ...others.map((each) => each.folder)])],
    files: others.map(({ source: { file } }) => ({ file, hash: sha256(host.readFile(file)) })),
    diagnostics: files.flatMap((each) => each.source.diagnostics),
  };
}

class PartReader {
  /** In the order in which they change each other: what a file names comes before it. */
  readonly files: PartFile[] = [];
  readonly #host: Host;
  readonly #root: string;
  readonly #shipped: string;
  readonly #done = new Set<string>();

  constructor(host: Host, root: string, shipped: string) {
    this.#host = host;
    this.#root = root;
    this.#shipped = shipped;
  }

  /** Adds a file after those that it names; `open` are the files around it. */
  add(file: PartFile, open: readonly string[]): void {
    const { value, file: path } = file.source;
    if (this.#done.has(path)) return;
    if (isMapping(value)) {
      const around = [...open, path];
      this.#extended(file, value["extends"], around);
      this.#included(file, value["include"], around);
    }
    this.#done.add(path);
    this.files.push(file);
  }

  #extended(file: PartFile, value: unknown, open: readonly string[]): void {
    if (value === undefined || file.kind === "part") return;
    const { source, folder } = file;
    const name = checkAgainst(source, ["extends"], assetName, value);
    if (name === undefined) return;
    const inFolder = `${parentOf(folder)}/${name}`;
    if (!this.#host.exists(`${inFolder}/layout.yaml`)) {
      const message = `There is no layout \`${name}\` beside this one.`;
      return source.report("missing-part", ["extends"], message);
    }
    const read = this.#read(file, ["extends"], `${inFolder}/layout.yaml`, open);
    if (read !== undefined) this.add({ kind: "layout", source: read, folder: inFolder }, open);
  }

  #included(file: PartFile, value: unknown, open: readonly string[]): void {
    const { source, folder } = file;
    const names = checkAgainst(source, ["include"], layoutSchema.shape.include, value) ?? [];
    for (const [index, name] of names.entries()) {
      const path = ["include", index];
      const root = this.#root;
      const shared = `${parentOf(root)}/${PART_FOLDER}`;
      const folders = [...new Set([folder, root, shared, this.#shipped])];
      const inFolder = folders.find((each) => this.#host.exists(`${each}/${name}`));
      if (inFolder === undefined) {
        this.#reportNoPart(source, path, name, folders);
        continue;
      }
      const read = this.#read(file, path, `${inFolder}/${name}`, open);
      if (read === undefined || !isPart(read)) continue;
      this.add({ kind: "part", source: read, folder: inFolder }, open);
    }
  }

  #reportNoPart(source: YamlSource, path: Path, name: string, folders: readonly string[]): void {
    const names = folders.flatMap((each) => (this.#host.exists(each) ? this.#host.list(each) : []));
    const parts = names.filter((each) => each.endsWith(".yaml") && each !== "layout.yaml");
    const message = `There is no part \`${name}\` in the layout's folder or in \`${PART_FOLDER}\`.`;
    source.report("missing-part", path, message, { hint: nameHint(name, "parts", parts) });
  }

  #read(by: PartFile, path: Path, file: string, open: readonly string[]): YamlSource | undefined {
    const { source } = by;
    if (open.includes(file)) {
      const chain = [...open.slice(open.indexOf(file)), file];
      const names = chain.map((each) => each.split("/").slice(-2).join("/"));
      source.report("include-cycle", path, `This goes round in a circle: ${names.join(" > ")}.`);
      return undefined;
    }
    if (open.length > DEPTH_MAX) {
      const message = `Parts are nested more than ${DEPTH_MAX} deep; flatten them.`;
      source.report("too-deep", path, message);
      return undefined;
    }
    const known = this.files.find((each) => each.source.file === file);
    return known?.source ?? readYaml(this.#host, file, "layout");
  }
}

/** Whether a file can be a part; if it cannot, its findings say why. */
function isPart(source: YamlSource): boolean {
  const { value } = source;
  if (value === undefined) return true;
  if (!isMapping(value) || value["part"] === undefined) {
    const message = "A part is a mapping that starts with `part: name`.";
    source.report("wrong-value", [], message);
    return true;
  }
  for (const key of Object.keys(value))
    if (key !== "part" && !PART_KEYS.includes(key))
      reportUnknownKey(source, [key], ["part", ...PART_KEYS]);
  return true;
}

function parentOf(folder: string): string {
  return folder.slice(0, folder.lastIndexOf("/"));
}
