import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { circles } from "./circles.ts";
import { breaches, FLOORS, importsOf, readerOf, roomOf } from "./import-law.ts";
import { ROOM_RULES } from "./room-rules.ts";
import { projectFolder, type SourceFile, sourceFiles } from "./source-tree.ts";

const all = sourceFiles("src", "fixtures", "bench", "test");
const engineSide = sourceFiles("src", "fixtures");

describe("the import law", () => {
  it("holds in every file: only lower floors, or the own room", () => {
    expect(engineSide.flatMap(breaches)).toEqual([]);
  });

  it("sees an import that runs upwards and one that runs sideways", () => {
    const upwards = { path: "src/base/planted.ts", text: 'import "../model/frame.ts";' };
    const sideways = {
      path: "src/paint/html/planted.ts",
      text: 'export { x } from "../../compose/x.ts";',
    };
    const painters = { path: "src/paint/html/p.ts", text: 'import type { X } from "../pdf/x.ts";' };
    expect(breaches(upwards)).toHaveLength(1);
    expect(breaches(sideways)).toHaveLength(1);
    expect(breaches(painters)).toHaveLength(1);
  });

  it("counts imports of types, and those made while running", () => {
    const texts = [
      'import type { X } from "../model/frame.ts";',
      'const x = await import("../model/frame.ts");',
      'let y: import("../model/frame.ts").Frame;',
    ];
    const found = texts.map((text) => breaches({ path: "src/base/planted.ts", text }));
    expect(found.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("gives every folder of src a floor", () => {
    const rooms = readdirSync(join(projectFolder, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(rooms.filter((room) => FLOORS[room] === undefined)).toEqual([]);
  });
});

describe.each(ROOM_RULES)("$says", ({ breaches: found, planted }) => {
  it("holds in every file", () => {
    expect(engineSide.flatMap(found)).toEqual([]);
  });

  it("refuses a planted breach", () => {
    expect(found(planted)).toHaveLength(1);
  });
});

describe("circles of imports", () => {
  it("are of types alone, and in one folder", () => {
    expect(circles(engineSide)).toEqual([]);
  });

  it("are seen, of values and of types across folders", () => {
    const file = (path: string, text: string): SourceFile => ({ path, text });
    const values = [
      file("src/a/x.ts", 'import { y } from "./y.ts";'),
      file("src/a/y.ts", 'export { x } from "./x.ts";'),
    ];
    const types = [
      file("src/a/b/x.ts", 'import type { Y } from "../y.ts";'),
      file("src/a/y.ts", 'import type { X } from "./b/x.ts";'),
    ];
    expect(circles(values)).toHaveLength(1);
    expect(circles(types)).toHaveLength(1);
  });
});

/** They read what others wrote, where a byte order mark is none of the text. */
const MARKS_DROPPED = [
  "src/inspect/text-chunks.ts",
  "src/intake/files/companion.ts",
  "src/job/mapping/code-table.ts",
  "src/layout/art/images.ts",
  "src/run/host/key-file.ts",
  "src/yaml/yaml-source.ts",
];

it("drops a byte order mark from no text but that of files that others wrote", () => {
  const dropping = /new TextDecoder\((?!"windows-1252"|[^)]*ignoreBOM: true)/;
  const found = engineSide.filter(({ text }) => dropping.test(text)).map(({ path }) => path);
  expect(found.sort()).toEqual(MARKS_DROPPED);
});

describe("the size of things", () => {
  it("keeps every room under a tenth of the house", () => {
    const rooms = new Map<string, number>();
    for (const { path, text } of engineSide.filter((file) => file.path.startsWith("src/"))) {
      const room = readerOf(path) ?? roomOf(path);
      rooms.set(room, (rooms.get(room) ?? 0) + text.split("\n").length);
    }
    const total = [...rooms.values()].reduce((sum, lines) => sum + lines, 0);
    const large = [...rooms].filter(([, lines]) => lines > total / 10);
    expect(large).toEqual([]);
    expect(total).toBeGreaterThan(50_000);
  });

  it("keeps files under 400 lines and lines under 100 columns, tests under 600 and 120", () => {
    const long = all.flatMap(({ path, text }) => {
      const width = path.startsWith("test/") ? 120 : 100;
      const lines = text.split("\n");
      // Tests may be tables of cases, which read better in one piece.
      const count = path.startsWith("test/") ? 600 : 400;
      const tooMany = lines.length > count + 1 ? [`${path} has ${lines.length} lines`] : [];
      const tooWide = lines.flatMap((line, index) =>
        line.length > width ? [`${path}:${index + 1} is ${line.length} wide`] : [],
      );
      return [...tooMany, ...tooWide];
    });
    expect(long).toEqual([]);
  });

  it("keeps functions under 70 lines", () => {
    expect(engineSide.flatMap(longFunctions)).toEqual([]);
    const body = "  let x = 1;\n".repeat(80);
    expect(longFunctions({ path: "p.ts", text: `function f() {\n${body}}` })).toHaveLength(1);
  });
});

interface SyntaxNode {
  readonly type?: string;
  readonly start?: number;
  readonly end?: number;
  readonly [key: string]: unknown;
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

function longFunctions(file: SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (node === null || typeof node !== "object") return;
    const { type, start = 0, end = 0 } = node as SyntaxNode;
    if (type !== undefined && FUNCTIONS.has(type)) {
      const lines = file.text.slice(start, end).split("\n").length;
      const line = file.text.slice(0, start).split("\n").length;
      if (lines > 70) found.push(`${file.path}:${line} has a function of ${lines} lines`);
    }
    if (Array.isArray(node)) return;
    Object.values(node).forEach((value) => {
      if (typeof value === "object") visit(value);
    });
  };
  visit(parseSync(file.path, file.text).program);
  return found;
}

/** Calls that would let time, chance or the machine into deterministic code, and their remedy. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\(|\bnew Date\(\)/, "take times from the Host"],
  [/\bMath\.random\(/, "use base/prng with a seed"],
  [/\bprocess\.(env|argv|cwd|exit|platform|hrtime)/, "only cli and engine know the process"],
  [/from "node:(fs|os|child_process|worker_threads|net|http)/, "go through the Host"],
  [/\bconsole\.\w+\(/, "only cli prints"],
];

describe("below the engine", () => {
  const below = engineSide.filter(({ path }) => {
    const room = path.split("/")[1] as string;
    return path.startsWith("src/") && (FLOORS[room] ?? 10) < 4;
  });

  it("nothing reads the clock, chance, the environment or files by itself", () => {
    const found = below.flatMap(({ path, text }) =>
      BANNED.flatMap(([pattern, remedy]) => (pattern.test(text) ? [`${path}: ${remedy}`] : [])),
    );
    expect(found).toEqual([]);
    expect(below.length).toBeGreaterThan(40);
  });

  it("only the rooms that must know them import the packages for input, pages and threads", () => {
    const homes: Readonly<Record<string, readonly string[]>> = {
      "csv-parse": ["intake"],
      piscina: ["pool"],
      commander: ["cli"],
      yaml: ["yaml"],
      "@marcbachmann/cel-js": ["job", "layout"],
      pdfkit: [],
      sharp: ["work"],
    };
    const strays = engineSide
      .filter(({ path }) => path.startsWith("src/"))
      .flatMap((file) =>
        importsOf(file).flatMap(({ specifier: name }) => {
          const parts = name.split("/").slice(0, name.startsWith("@") ? 2 : 1);
          const home = homes[parts.join("/")];
          const room = file.path.split("/")[1] as string;
          return home !== undefined && !home.includes(room) ? [`${file.path}: ${name}`] : [];
        }),
      );
    expect(strays).toEqual([]);
  });
});

describe("the tree", () => {
  it("has nothing at the top but what the design card allows", () => {
    const allowed = new Set([
      "src",
      "fonts",
      "layouts",
      "fixtures",
      "bench",
      "test",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "README.md",
      "LICENSE",
      // Made by npm, by the build and by `npm start`; not tracked.
      "node_modules",
      "dist",
      "out",
    ]);
    const strays = readdirSync(projectFolder).filter(
      (name) => !name.startsWith(".") && !allowed.has(name),
    );
    expect(strays).toEqual([]);
  });

  it("depends on exact versions only, and on no Node where others install it", () => {
    const read = (file: string): Record<string, Record<string, string> | undefined> =>
      JSON.parse(readFileSync(join(projectFolder, file), "utf8")) as never;
    const manifest = read("package.json");
    const pinned = read("test/pinned-node/package.json")["optionalDependencies"];
    const { "pinned-node": own, ...development } = manifest["devDependencies"] ?? {};
    expect([own, manifest["optionalDependencies"]]).toEqual(["file:test/pinned-node", undefined]);
    const groups = [manifest["dependencies"], development, pinned];
    const versions = groups.flatMap((group) => Object.values(group ?? {}));
    expect(versions.length).toBeGreaterThan(20);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
