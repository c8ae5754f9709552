import { limits } from "../../base/limits.ts";
import { isPlainObject } from "../../base/plain-object.ts";

/** A path of nested records, with what was found at it. */
interface PathNode {
  readonly path: string;
  readonly inside: Map<string, PathNode>;
  /** The last record that has it, and the last in which there is anything at it. */
  seenIn: number;
  filledIn: number;
  seen: number;
  filled: number;
}

/** How many records have something at a path. */
export interface PathFill {
  readonly seen: number;
  readonly filled: number;
}

/**
 * Counts the paths of nested records, each once a record, and in how many there is anything at
 * them. Those in the rows of a list have no numbers, such as `lines.amount`. Of a record no more
 * than `pathsMax` are counted. A path is put together once, not for each record.
 */
export class PathFills {
  readonly #pathsMax: number;
  readonly #root = nodeOf("");
  /** In the order in which they were first seen. */
  readonly #byPath = new Map<string, PathNode>();
  #record = 0;
  /** Paths of the current record. */
  #count = 0;

  constructor(pathsMax: number) {
    this.#pathsMax = pathsMax;
  }

  add(record: unknown): void {
    this.#record += 1;
    this.#count = 0;
    this.#walk(record, this.#root);
  }

  /** By path, in the order in which they were first seen. */
  counts(): ReadonlyMap<string, PathFill> {
    return this.#byPath;
  }

  #walk(value: unknown, at: PathNode): void {
    if (Array.isArray(value)) {
      const count = Math.min(value.length, limits.profiledRowsMax);
      for (let row = 0; row < count; row += 1) this.#walk(value[row], at);
    } else if (isPlainObject(value)) {
      for (const name of Object.keys(value)) {
        const inner = value[name];
        const node = this.#seenNode(at, name);
        if (node === undefined) return;
        if (node.filledIn !== this.#record && isFilled(inner)) {
          node.filledIn = this.#record;
          node.filled += 1;
        }
        if (typeof inner === "object" && inner !== null) this.#walk(inner, node);
      }
    }
  }

  /** Undefined if the record has as many paths as are counted. */
  #seenNode(at: PathNode, name: string): PathNode | undefined {
    const known = at.inside.get(name);
    if (known?.seenIn === this.#record) return known;
    if (this.#count >= this.#pathsMax) return undefined;
    const node = known ?? this.#newNode(at, name);
    if (node.seenIn === this.#record) return node;
    this.#count += 1;
    node.seenIn = this.#record;
    node.seen += 1;
    return node;
  }

  #newNode(at: PathNode, name: string): PathNode {
    const path = at.path === "" ? name : `${at.path}.${name}`;
    // A name with a dot in it may lead to the same path as two names do.
    const node = this.#byPath.get(path) ?? nodeOf(path);
    at.inside.set(name, node);
    this.#byPath.set(path, node);
    return node;
  }
}

function nodeOf(path: string): PathNode {
  return { path, inside: new Map(), seenIn: 0, filledIn: 0, seen: 0, filled: 0 };
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  return !isPlainObject(value) || Object.keys(value).length > 0;
}
