import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { limits } from "../../src/base/limits.ts";
import { XmlParser } from "../../src/intake/xml/xml-parser.ts";

/** Events as lines; then where the document was refused, and why. */
interface Reading {
  readonly events: readonly string[];
  readonly refusal: string;
}

/** Texts in a row are one. */
class Listed {
  readonly events: string[] = [];
  #depth = 0;
  #text = "";

  add(event: string, depthStep: number): void {
    if (this.#text !== "") this.events.push(`text ${JSON.stringify(this.#text)}`);
    this.#text = "";
    this.events.push(event);
    this.#depth += depthStep;
  }

  /** White space around the root is nobody's. */
  text(text: string): void {
    if (this.#depth > 0) this.#text += text;
  }
}

const told = (attributes: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(attributes));

function ourReading(pieces: readonly string[]): Reading {
  const listed = new Listed();
  const at = (): string => `${parser.place.line}:${parser.place.column + 1}`;
  const parser = new XmlParser("a.xml", {
    open: (name, attributes) => listed.add(`open ${name} ${told(attributes)} ${at()}`, 1),
    text: (text) => listed.text(text),
    close: (name) => listed.add(`close ${name} ${at()}`, -1),
  });
  try {
    for (const piece of pieces) parser.write(piece);
    parser.end();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message, data } = error.diagnostics[0] ?? {};
    return { events: listed.events, refusal: `${data?.line}:${data?.column} ${message}` };
  }
  return { events: listed.events, refusal: "" };
}

/** What the library makes of all of the text at once. */
function itsReading(text: string): Reading {
  const listed = new Listed();
  const saxes = new SaxesParser();
  let depth = 0;
  const at = (): string => `${saxes.line}:${saxes.column + 1}`;
  const refuse = (what: string): never => {
    throw new RangeError(`${at()} the XML ${what}`);
  };
  saxes.on("opentag", ({ name, attributes }) => {
    if ((depth += 1) > limits.xmlDepthMax) refuse("nests elements too deeply");
    listed.add(`open ${name} ${told(attributes as Record<string, string>)} ${at()}`, 1);
  });
  saxes.on("closetag", ({ name }) => {
    depth -= 1;
    listed.add(`close ${name} ${at()}`, -1);
  });
  saxes.on("text", (part) => listed.text(part));
  saxes.on("cdata", (part) => listed.text(part));
  saxes.on("doctype", () => refuse("has a document type (DOCTYPE)"));
  saxes.on("error", ({ message }) => {
    const reason = /^\d+:\d+: ([^:]*?)\.?(?::.*)?$/s.exec(message)?.[1];
    refuse(`is not well formed: ${reason}`);
  });
  try {
    saxes.write(text).close();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { events: listed.events, refusal: error.message };
  }
  return { events: listed.events, refusal: "" };
}

/** Where text beside the root ends is for the library a question of where its piece ends. */
const OUTSIDE = "text data outside of root node";

function expectSame(text: string, pieces: readonly string[]): void {
  const [ours, its] = [ourReading(pieces), itsReading(text)];
  const isCutOutside = ours.refusal.includes(OUTSIDE) && pieces.length > 1;
  if (isCutOutside) expect(its.refusal).toMatch(/^\d+:\d+ the XML is not well formed/);
  else expect(ours.refusal).toBe(its.refusal);
  expect(ours.events).toEqual(its.events);
}

const NAMES = ["a", "b", "long-name.1", "x:y", "Straße", "_", "𐐀z", "__proto__", "constructor"];
const TEXTS = [
  "",
  "x",
  " ",
  "\n",
  "\r\n",
  "\t",
  "a]] >",
  "ä€😀",
  "&amp;",
  "&#65;&#x1F600;",
  "]]&gt;",
  '"',
];
const name = fc.constantFrom(...NAMES);
const textOf = (...more: string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...TEXTS, ...more), { maxLength: 4 }).map((parts) => parts.join(""));
const gap = fc.constantFrom(" ", "\n", "  ", "\r\n", "\t");
const attribute = fc
  .tuple(gap, name, fc.constantFrom("=", " =", "= ", "\n=\r\n"), textOf("'", ">"))
  .map(([space, key, equals, value]) => `${space}${key}${equals}"${value.replaceAll('"', "'")}"`);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constant("open"), name, fc.array(attribute, { maxLength: 2 })),
  },
  { weight: 5, arbitrary: fc.tuple(fc.constant("text"), textOf(), fc.constant([])) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constant("close"), fc.constantFrom("", " ", "\n"), fc.constant([])),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant("other"),
      fc.constantFrom(
        "<!-- c -->",
        "<!---->",
        "<![CDATA[<x>&\r\n]]>",
        "<![CDATA[]]>",
        "<?p ??>",
        "<?p?>",
        "<e/>",
      ),
      fc.constant([]),
    ),
  },
);
const prolog = fc.constantFrom(
  "",
  "\n",
  '<?xml version="1.0"?>',
  "<?xml  version='1.0' encoding = \"UTF-8\" standalone='no' ?>\r\n",
  '<?xml version="1.1"?>\n',
  "<!-- c --><?xml-style a?>",
  "\uFEFF",
);

/** Elements are closed by what opened them, so that the document is well formed, mostly. */
const document = fc.tuple(prolog, fc.array(step, { maxLength: 14 })).map(([head, steps]) => {
  const open: string[] = ["root"];
  let text = `${head}<root>`;
  for (const [kind, part, attributes] of steps) {
    if (kind === "open") {
      open.push(part);
      text += `<${part}${attributes.join("")}>`;
    } else if (kind === "close") {
      const last = open.length > 1 ? open.pop() : undefined;
      text += last === undefined ? "" : `</${last}${part}>`;
    } else text += part;
  }
  return `${text}${open
    .toReversed()
    .map((last) => `</${last}>`)
    .join("")}\n`;
});

const SPOILERS = [
  ...Array.from("<>&;]-!?/='\" \r\n\0\u0001\uFFFEé:1x#"),
  "]]>",
  "--",
  "<!--",
  "<![CDATA[",
  "<!DOCTYPE x>",
  "<?xml ",
  "</a>",
  "<b>",
  "&lt",
  "&#0;",
  "&#X41;",
  "&nope;",
];
const spoiling = fc.tuple(fc.nat(400), fc.nat(3), fc.constantFrom("", ...SPOILERS));
const spoilt = fc.tuple(document, fc.array(spoiling, { maxLength: 2 })).map(([text, faults]) =>
  faults.reduce((so, [at, gone, put]) => {
    const index = at % (so.length + 1);
    return `${so.slice(0, index)}${put}${so.slice(index + gone)}`.toWellFormed();
  }, text),
);

function cut(text: string, cuts: readonly number[]): string[] {
  const at = cuts.map((each) => each % (text.length + 1)).toSorted((a, b) => a - b);
  return [0, ...at].map((start, index) => text.slice(start, at[index] ?? text.length));
}

test("a reference to a character is by a small x alone", () => {
  for (const reference of ["&#X41;", "&#x41;", "&#x4G;"]) {
    const text = `<a b="${reference}">${reference}</a>`;
    expectSame(text, [text]);
    expectSame(`<a>${reference}</a>`, [`<a>${reference}</a>`]);
  }
});

test("random documents, sound and spoilt, are read in pieces as the library reads them whole", () => {
  const cuts = fc.array(fc.nat(400), { maxLength: 4 });
  fc.assert(
    fc.property(spoilt, cuts, (text, at) => {
      expectSame(text, cut(text, at));
    }),
    { numRuns: 1500 },
  );
});
