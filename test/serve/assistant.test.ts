import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { serveAssistant } from "../../src/index.ts";
import { ASSISTANT_TOOLS } from "../../src/serve/assistant/assistant-tools.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { root } from "../layout/support.ts";

/** The server as an assistant has it: a process, spoken to by the protocol's own client. */
const scratch = temporaryFolder();
const folder = `${scratch}/root`;
const out = `${folder}/out`;
let client: Client;
let readOnly: Client;

async function started(...flags: string[]): Promise<Client> {
  const made = new Client({ name: "test", version: "1" });
  const args = [`${root}/src/cli/main.ts`, "mcp", "--root", folder, ...flags];
  await made.connect(new StdioClientTransport({ command: process.execPath, args }));
  return made;
}

beforeAll(async () => {
  mkdirSync(folder);
  symlinkSync("/etc", `${folder}/link`);
  cpSync(`${root}/layouts/retail-statement`, `${folder}/own`, { recursive: true });
  writeFileSync(`${folder}/in.csv`, "id,name,amount\n1,Zacharias Quimby,12.50\n2,Mo,3.00\n");
  [client, readOnly] = [await started("--out", out), await started()];
});
afterAll(async () => {
  await Promise.all([client.close(), readOnly.close()]);
});

type Content = readonly { type: string; text?: string; data?: string }[];

async function call(name: string, args: Record<string, unknown>, by = client) {
  const { content, isError } = await by.callTool({ name, arguments: args });
  const [said, picture] = content as Content;
  return { isError: isError === true, text: said?.text ?? "", picture: picture?.data };
}

async function answer(name: string, args: Record<string, unknown>) {
  const { text, isError } = await call(name, args);
  expect(isError).toBe(false);
  return JSON.parse(text);
}

test("says which tools there are, and that they only read unless they may write", async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    "lint",
    "inspect",
    "compose",
    "explain",
    "compare",
  ]);
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint === false)).toBe(true);
  const { tools: safe } = await readOnly.listTools();
  expect(safe.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
});

test("lints a layout, and gives a mistake with its line and hint", async () => {
  expect(await answer("lint", { path: "retail-statement" })).toMatchObject({ ok: true, count: 0 });
  const file = `${folder}/own/layout.yaml`;
  const right = readFileSync(file, "utf8");
  writeFileSync(file, right.replace("style: section", "style: secton"));
  const { ok, diagnostics } = await answer("lint", { path: "own" + "/layout.yaml" });
  writeFileSync(file, right);
  expect(ok).toBe(false);
  expect(diagnostics).toMatchObject([
    {
      code: "layout.unknown-style",
      line: expect.any(Number),
      hint: expect.stringMatching(/section/),
    },
  ]);
});

test("inspects a file without showing a value of it", async () => {
  const { text } = await call("inspect", { files: ["in.csv"] });
  expect(JSON.parse(text).files).toMatchObject([{ format: "csv" }]);
  expect(text).not.toMatch(/Quimby|Zacharias|12\.50/);
});

test("shows a page and the messages of a sample, masked", async () => {
  const sample = JSON.parse(readFileSync(`${folder}/own/samples/standard.json`, "utf8"));
  const { text, picture } = await call("compose", { layout: "./own", sample: "standard", page: 2 });
  const shown = JSON.parse(text);
  expect(shown).toMatchObject({ pages: 2, shown: 2, diagnostics: [] });
  expect(shown.messages.map(({ channel }: { channel: string }) => channel)).toContain("email");
  expect(text).not.toContain(sample.account.closing);
  expect(text).not.toContain(sample.customer.name);
  expect(Buffer.from(`${picture}`, "base64").subarray(1, 4).toString("latin1")).toBe("PNG");
});

test("says of a record that does not match its data which field is wrong, without its value", async () => {
  const { text, picture } = await call("compose", { layout: "own", record: { secret: "Quimby" } });
  expect(JSON.parse(text)).toMatchObject({ pages: 0 });
  expect(JSON.parse(text).diagnostics[0]).toMatchObject({ code: "data.missing-field" });
  expect(text).not.toContain("Quimby");
  expect(picture).toBeUndefined();
});

test("writes a masked PDF where it may, once, and nothing where it may not", async () => {
  const request = { layout: "./own", sample: "short", save: "seen" };
  const { saved } = await answer("compose", request);
  expect(readFileSync(saved).subarray(0, 5).toString()).toBe("%PDF-");
  expect(await call("compose", request)).toMatchObject({ isError: true });
  const refused = await call("compose", request, readOnly);
  expect(refused.text).toMatch(/writes nothing/);
  expect(readdirSync(out)).toEqual(["seen.pdf"]);
  expect(existsSync(`${folder}/seen.pdf`)).toBe(false);
});

test("explains a code, and refuses one that there is not", async () => {
  expect((await call("explain", { code: "layout.unknown-field" })).text).toMatch(/field/);
  expect(await call("explain", { code: "layout.nonsense" })).toMatchObject({ isError: true });
});

test("compares a layout with an edited copy, in groups", async () => {
  const edited = `${folder}/edited`;
  cpSync(`${folder}/own`, edited, { recursive: true });
  const file = `${edited}/locales/en-US.yaml`;
  writeFileSync(file, readFileSync(file, "utf8").replace("Account summary", "Account overview"));
  const { groups, groupCount } = await answer("compare", { before: "./own", after: "./edited" });
  expect(groupCount).toBeGreaterThan(0);
  expect(JSON.stringify(groups)).toMatch(/summary/);
});

test.each([
  ["lint", { path: "../../etc" }],
  ["lint", { path: "/etc/passwd" }],
  ["lint", { path: "link" }],
  ["inspect", { files: ["in.csv", "../other.csv"] }],
  ["compose", { layout: "/srv/layout" }],
  ["compare", { before: "./own", after: "./own", data: "/etc/passwd" }],
])("%s refuses paths outside its folder: %j", async (name, args) => {
  const { isError, text } = await call(name, args);
  expect(isError).toBe(true);
  expect(text).toMatch(/outside the folder/);
});

test("reads anything where its folder is the root of the disk, and refuses one that is not there", async () => {
  const lint = ASSISTANT_TOOLS.find(({ name }) => name === "lint");
  const place = { root: "/", out: undefined };
  const said = await lint?.run({ path: `${folder}/own` }, place);
  expect(JSON.stringify(said)).toContain("count");
  await expect(serveAssistant({ root: `${scratch}/nowhere` })).rejects.toBeInstanceOf(UsageError);
});

test("compares no runs, whose inputs may lie anywhere", async () => {
  mkdirSync(`${folder}/run`);
  writeFileSync(`${folder}/run/job.json`, "{}");
  const { isError, text } = await call("compare", { before: "./run", after: "./run" });
  expect([isError, text]).toEqual([true, expect.stringContaining("name two layouts")]);
});

test("says which samples there are", async () => {
  const { text } = await call("compose", { layout: "own", sample: "none" });
  expect(text).toMatch(/no sample none.json; the layout's samples are .*standard.json/);
});
