/** Which elements of an XML file are records, and which lists they have. */
export interface XmlForm {
  /** Names of elements from the root on. */
  readonly recordsPath: string;
  /** Field path of a list to the path of its elements in the record. */
  readonly lists: Readonly<Record<string, string>>;
}

const TAG = /<(\/?)([^\s/<>!?]+)[^<>]*?(\/?)>/g;
const NO_TAG = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g;

/**
 * Records are the elements nearest the root that occur twice in one parent. Names go without their
 * prefix, as those of namespaces that a job does not declare.
 */
export function sniffXml(head: string): XmlForm | undefined {
  const repeated = repeatedPaths(head.replaceAll(NO_TAG, ""));
  const [records] = repeated.toSorted((a, b) => depthOf(a) - depthOf(b));
  if (records === undefined) return undefined;
  const inner = repeated.filter((path) => path.startsWith(`${records}/`));
  const lists = inner.map((path) => {
    const own = path.slice(records.length + 1);
    const parent = own.includes("/") ? own.slice(0, own.lastIndexOf("/")) : own;
    return [parent.replaceAll("/", "."), own] as const;
  });
  return { recordsPath: records, lists: Object.fromEntries(lists) };
}

/** Paths of elements of which some parent has several, in the order of the file. */
function repeatedPaths(text: string): string[] {
  const found = new Set<string>();
  const stack: { readonly path: string; readonly children: Set<string> }[] = [];
  for (const [, closing, qualified = "", selfClosing] of text.matchAll(TAG)) {
    if (closing === "/") {
      stack.pop();
      continue;
    }
    const name = qualified.slice(qualified.indexOf(":") + 1);
    const parent = stack.at(-1);
    const path = parent === undefined ? name : `${parent.path}/${name}`;
    if (parent?.children.has(name) === true) found.add(path);
    parent?.children.add(name);
    if (selfClosing !== "/") stack.push({ path, children: new Set() });
  }
  return [...found];
}

function depthOf(path: string): number {
  return path.split("/").length;
}
