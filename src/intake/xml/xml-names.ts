import { defined } from "../../base/assert.ts";

/** The prefixes that are in force in an element, and what its names are called. */
interface NameScope {
  readonly uris: ReadonlyMap<string, string>;
  readonly known: Map<string, string>;
  readonly depth: number;
}

const XML_URI = "http://www.w3.org/XML/1998/namespace";

/**
 * Names elements and attributes by the prefixes that the job declares, whatever the file calls
 * them; names of all other namespaces go without a prefix (Namespaces in XML 1.0).
 */
export class XmlNames {
  readonly #prefixByUri: ReadonlyMap<string, string>;
  readonly #uriByLocal = new Map<string, string>();
  #scopes: NameScope[] = [
    { uris: new Map([["xml", XML_URI]]), known: new Map<string, string>(), depth: 0 },
  ];
  /** Refuses the file: a name in it cannot be told from another one. */
  readonly #onFault: (what: string, hint?: string) => never;

  constructor(
    declared: Readonly<Record<string, string>>,
    onFault: (what: string, hint?: string) => never,
  ) {
    this.#prefixByUri = new Map(Object.entries(declared).map(([prefix, uri]) => [uri, prefix]));
    this.#onFault = onFault;
  }

  /** Takes up the declarations of an element at a depth, if it has any. */
  enter(attributes: Readonly<Record<string, string>>, depth: number): void {
    let uris: Map<string, string> | undefined;
    for (const name in attributes) {
      if (!isDeclaration(name)) continue;
      uris ??= new Map(this.#top.uris);
      uris.set(name === "xmlns" ? "" : name.slice(6), attributes[name] ?? "");
    }
    if (uris !== undefined) this.#scopes.push({ uris, known: new Map<string, string>(), depth });
  }

  leave(depth: number): void {
    if (this.#scopes.length > 1 && this.#top.depth === depth) this.#scopes.pop();
  }

  element(name: string): string {
    return this.#top.known.get(name) ?? this.#learn(name, name, true);
  }

  /** An attribute's name behind an `@`. One without a prefix has no namespace. */
  attribute(name: string): string {
    const known = `@${name}`;
    if (!name.includes(":")) return known;
    return this.#top.known.get(known) ?? this.#learn(known, name, false);
  }

  get #top(): NameScope {
    return defined(this.#scopes[this.#scopes.length - 1], "the scope of the document");
  }

  #learn(key: string, name: string, isElement: boolean): string {
    const colon = name.indexOf(":");
    const prefix = colon < 0 ? "" : name.slice(0, colon);
    const local = name.slice(colon + 1);
    const uri = this.#top.uris.get(prefix) ?? "";
    if (prefix !== "" && uri === "") this.#onFault("uses a prefix that it does not declare");
    if (local === "__proto__") this.#onFault("has an element named __proto__");
    const declared = this.#prefixByUri.get(uri);
    if (declared === undefined && isElement) this.#checkAlone(local, uri);
    const known = `${isElement ? "" : "@"}${declared === undefined ? "" : `${declared}:`}${local}`;
    this.#top.known.set(key, known);
    return known;
  }

  /** Two namespaces with one name: which of them is meant is for the job to say. */
  #checkAlone(local: string, uri: string): void {
    const other = this.#uriByLocal.get(local);
    if (other !== undefined && other !== uri)
      this.#onFault(
        `has the name "${local}" in two namespaces`,
        "declare one of them under `namespaces` in the job",
      );
    this.#uriByLocal.set(local, uri);
  }
}

export function isDeclaration(name: string): boolean {
  return name.startsWith("xmlns") && (name.length === 5 || name[5] === ":");
}
