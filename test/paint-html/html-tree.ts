/** An element of a small strict HTML reader: it knows what our painter may write, and no more. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (HtmlElement | string)[];
  readonly parent: HtmlElement | undefined;
}

const VOID = new Set(["meta", "img", "br", "hr"]);
const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/y;
const ATTRIBUTE = / ([a-z-]+)="([^"<>]*)"/g;

/** Reads HTML that is well formed to the letter; throws at the first thing that is not. */
export function readHtml(html: string): HtmlElement {
  const doctype = "<!DOCTYPE html>";
  if (!html.startsWith(doctype)) throw new Error("no doctype");
  const root = element("#root", "", undefined);
  let open = root;
  let at = doctype.length;
  while (at < html.length) {
    const next = html.indexOf("<", at);
    if (next !== at) {
      open.children.push(decode(html.slice(at, next < 0 ? html.length : next)));
      if (next < 0) break;
    }
    TAG.lastIndex = next;
    const match = TAG.exec(html);
    if (match === null) throw new Error(`not a tag: ${html.slice(next, next + 60)}`);
    const [whole, slash, tag = "", attributes = ""] = match;
    at = next + whole.length;
    if (slash === "/") {
      if (open.tag !== tag || open.parent === undefined)
        throw new Error(`</${tag}> closes <${open.tag}>`);
      open = open.parent;
      continue;
    }
    const child = element(tag, attributes, open);
    open.children.push(child);
    if (!VOID.has(tag)) open = child;
  }
  if (open !== root) throw new Error(`<${open.tag}> is not closed`);
  return root;
}

function element(tag: string, attributes: string, parent: HtmlElement | undefined): HtmlElement {
  const found = [...attributes.matchAll(ATTRIBUTE)];
  const pairs = found.map(([, name = "", value = ""]) => [name, decode(value)]);
  return { tag, attributes: Object.fromEntries(pairs), children: [], parent };
}

function decode(text: string): string {
  if (/[<>]/.test(text)) throw new Error("a bare angle bracket");
  return text.replace(/&(?:#(\d+)|(amp|lt|gt|quot));?|&/g, (whole, code, name) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    const character = { amp: "&", lt: "<", gt: ">", quot: '"' }[String(name)];
    if (character === undefined) throw new Error(`a bare ampersand: ${whole}`);
    return character;
  });
}

/** All elements of a tag, in document order. */
export function all(root: HtmlElement, tag: string): HtmlElement[] {
  return root.children.flatMap((child) => {
    if (typeof child === "string") return [];
    return child.tag === tag ? [child, ...all(child, tag)] : all(child, tag);
  });
}

export function textOf(node: HtmlElement | string): string {
  if (typeof node === "string") return node;
  if (node.tag === "br") return "\n";
  return node.children.map(textOf).join("");
}

/** What is seen where style sheets are dropped: text that no inline style hides. */
export function seenText(node: HtmlElement | string): string {
  if (typeof node === "string") return node;
  if (node.tag === "head" || cssOf(node, "display") === "none") return "";
  return node.children.map(seenText).join("");
}

/** An inline CSS property. */
export function cssOf(node: HtmlElement, property: string): string | undefined {
  const declarations = (node.attributes["style"] ?? "").split(";");
  const found = declarations.findLast((each) => each.startsWith(`${property}:`));
  return found?.slice(property.length + 1);
}

/** The value an element has or inherits. */
export function inherited(node: HtmlElement | undefined, property: string): string | undefined {
  return node && (cssOf(node, property) ?? inherited(node.parent, property));
}
