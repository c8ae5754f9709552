import type { SourcePlace } from "../../base/diagnostic.ts";
import { type Path, type PlaceOf, YamlSource } from "../../yaml/yaml-source.ts";

/** Where a value of a merged layout is written. */
export interface Origin {
  readonly source: YamlSource;
  readonly path: Path;
}

/** A layout put together from several files; what is found in it is placed in its own file. */
export class MergedSource extends YamlSource {
  override readonly value: unknown;
  readonly #root: YamlSource;
  readonly #origins: Origins;

  constructor(root: YamlSource, value: unknown, origins: Origins) {
    super(root.file, "", root.area);
    this.value = value;
    this.#root = root;
    this.#origins = origins;
  }

  override place(path: Path, at: PlaceOf = "value", textOffset = 0): SourcePlace {
    const { source, path: own } = this.#origins.of(path) ?? { source: this.#root, path };
    return source.place(own, at, textOffset);
  }
}

/** The origins of values by their paths; a value within another has that one's, if none itself. */
export class Origins {
  readonly #byPath = new Map<string, Origin>();

  add(path: Path, origin: Origin): void {
    this.#byPath.set(keyOf(path), origin);
  }

  of(path: Path): Origin | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const found = this.#byPath.get(keyOf(path.slice(0, length)));
      if (found === undefined) continue;
      return { source: found.source, path: [...found.path, ...path.slice(length)] };
    }
    return undefined;
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String));
}
