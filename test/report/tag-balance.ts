const VOID = new Set(["meta", "br", "hr", "link", "img", "input"]);
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*>/y;

/**
 * What is wrong with a page's tags: those left open, closed twice or crossed, `<` and `>` that
 * belong to no tag, attributes without quotes, and `&` that begins no reference.
 */
export function tagFaults(page: string): string[] {
  const body = page.replace(/^<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "");
  const open: string[] = [];
  const faults: string[] = [];
  for (let at = body.indexOf("<"); at >= 0; at = body.indexOf("<", at + 1)) {
    TAG.lastIndex = at;
    const [whole, slash, name] = TAG.exec(body) ?? [];
    if (whole === undefined || name === undefined)
      faults.push(`no tag: ${body.slice(at, at + 40)}`);
    else if (slash === "/" && open.pop() !== name) faults.push(`crossed: ${whole}`);
    else if (slash === "" && !VOID.has(name)) open.push(name);
  }
  const text = body.replaceAll(/<[^<>]*>/g, "");
  if (/[<>]/.test(text)) faults.push("stray angle bracket");
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(body)) faults.push("stray ampersand");
  return [...faults, ...open.map((name) => `left open: ${name}`)];
}
