import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RequestNote } from "../../src/serve/http-server.ts";
import { type LetterServer, serveLetters } from "../../src/serve/serve-letters.ts";
import { openLayout } from "../../src/proof/open-layout.ts";
import { post, send, sendRaw, STANDARD } from "./http-client.ts";

const notes: RequestNote[] = [];
const failures: unknown[] = [];
let server: LetterServer;
const BODY_BYTES_MAX = 16_000_000;
const RETAIL = "/compose/retail-statement";

beforeAll(async () => {
  server = await serveLetters(["retail-statement", "remittance-bill"], {
    letters: { asOf: "2026-10-31", threads: 1 },
    limits: { bodyBytesMax: BODY_BYTES_MAX, requestMsMax: 1500, answerMsMax: 20_000 },
    note: (note) => notes.push(note),
    failed: (error) => failures.push(error),
  });
});
afterAll(async () => {
  await server.close();
  expect(failures).toEqual([]);
});

async function lettersUnderWay(): Promise<number> {
  const { body } = await send(server.url, "/health");
  const health = JSON.parse(body.toString()) as { status: string; letters: number };
  expect(health.status).toBe("ready");
  return health.letters;
}

describe("a letter over HTTP", () => {
  test("is the one that the API makes, in the form that is asked for", async () => {
    const layout = await openLayout("retail-statement", { asOf: "2026-10-31" });
    const letter = layout.compose(JSON.parse(STANDARD));
    const pdf = await post(server.url, `${RETAIL}?format=pdf`);
    expect(pdf.status).toBe(200);
    expect(pdf.headers).toMatchObject({
      "content-type": "application/pdf",
      "nightpress-pages": "2",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(pdf.body.equals(letter.pdf ?? Buffer.of())).toBe(true);
    const accepted = async (accept: string): Promise<string> =>
      (await post(server.url, RETAIL, STANDARD, { headers: { accept } })).body.toString();
    expect(await accepted("text/x-sms")).toBe(letter.sms);
    expect(await accepted("text/plain, text/html;q=0.5")).toBe(letter.text);
    const html = await accepted("text/html");
    expect(html).toContain("data:image/png;base64,");
    expect(html).not.toContain("cid:");
    expect((await accepted("*/*")).slice(0, 5)).toBe("%PDF-");
    const whole = await post(server.url, `${RETAIL}?format=json&key=A-1`);
    const { pages, sms, html: sent, images } = JSON.parse(whole.body.toString()) as typeof letter;
    expect({ pages, sms, html: sent }).toEqual({ pages: 2, sms: letter.sms, html: letter.html });
    expect(images).toHaveLength(letter.images?.length ?? 0);
  });

  test("is in the first form that is accepted and that the layout has", async () => {
    const answered = (accept: string): ReturnType<typeof post> =>
      post(server.url, "/compose/remittance-bill", "{}", { headers: { Accept: accept } });
    // The layout has print alone: its record is looked at once the form is settled.
    const found = await Promise.all(["text/html, application/pdf", "text/html"].map(answered));
    expect(found.map(({ status }) => status)).toEqual([422, 406]);
  });

  test("is a specimen, or of another day, if that is asked for", async () => {
    const specimen = await post(server.url, `${RETAIL}?format=sms&profile=specimen`);
    expect(specimen.body.toString()).toMatch(/^SPECIMEN /);
    const wrong = await post(server.url, `${RETAIL}?as-of=2026-13-01`);
    expect([wrong.status, wrong.codes]).toEqual([400, ["cli.bad-usage"]]);
  });

  test("is refused with what is wrong with the record, and drawn all the same if asked", async () => {
    const missing = await post(server.url, RETAIL, "{}");
    expect(missing.status).toBe(422);
    expect(missing.codes).toContain("data.missing-field");
    const record = JSON.parse(STANDARD) as { customer: { address: { lines: string[] } } };
    record.customer.address.lines[0] = "W".repeat(300);
    const wide = JSON.stringify(record);
    const refused = await post(server.url, `${RETAIL}?format=pdf`, wide);
    expect([refused.status, refused.codes]).toEqual([422, ["mail.address-too-wide"]]);
    const drawn = await post(server.url, `${RETAIL}?format=pdf&show=faults`, wide);
    expect([drawn.status, drawn.headers["content-type"]]).toEqual([422, "application/pdf"]);
    expect(drawn.body.toString("latin1")).not.toContain("WWWW");
  });
});

describe("hostile and mistaken requests", () => {
  test.each([
    ["/compose/nothing", 404, "serve.not-found"],
    ["/compose/", 404, "serve.not-found"],
    ["/compose/../health", 404, "serve.not-found"],
    ["/compose/..%2f..%2fetc%2fpasswd", 404, "serve.not-found"],
    ["/compose/retail-statement/", 404, "serve.not-found"],
    ["/compose/retail-statement%00", 404, "serve.not-found"],
    ["//compose/retail-statement", 404, "serve.not-found"],
    ["http://other.example/compose/retail-statement", 404, "serve.not-found"],
    ["/compose/constructor", 404, "serve.not-found"],
    [`${RETAIL}?format=exe`, 400, "serve.bad-query"],
    [`${RETAIL}?format=constructor`, 400, "serve.bad-query"],
    [`${RETAIL}?format=pdf&format=html`, 400, "serve.bad-query"],
    [`${RETAIL}?wanted=all`, 400, "serve.bad-query"],
    [`${RETAIL}?show=all`, 400, "serve.bad-query"],
    [`${RETAIL}?profile=draft`, 400, "serve.bad-query"],
    [`${RETAIL}?key=${"k".repeat(201)}`, 400, "serve.bad-query"],
    [`${RETAIL}?locale=xx`, 400, "cli.bad-usage"],
    ["/compose/remittance-bill?format=sms", 406, "serve.not-acceptable"],
  ])("%s: %i", async (path, status, code) => {
    const reply = await post(server.url, path);
    expect([reply.status, reply.codes]).toEqual([status, [code]]);
    expect(reply.body.toString()).not.toContain("/layouts/");
  });

  test("of another method, form, or host", async () => {
    const get = await send(server.url, RETAIL);
    expect([get.status, get.codes, get.headers.allow]).toEqual([
      405,
      ["serve.wrong-method"],
      "POST",
    ]);
    const asked = (headers: Record<string, string>, body = STANDARD): ReturnType<typeof post> =>
      post(server.url, RETAIL, body, { headers });
    const found = await Promise.all([
      asked({ "Content-Type": "text/plain" }),
      asked({ "Content-Type": "application/json; charset=latin1" }),
      asked({ "Content-Encoding": "gzip" }),
      asked({ Accept: "image/png" }),
      asked({ Accept: "application/pdf;q=0" }),
      asked({ Host: "rebound.example" }),
      asked({ Origin: "https://page.example" }),
      asked({}, '{"account": 4711'),
      asked({}, '"\u00ff'),
      asked({}, "[]"),
      asked({}, `${"[".repeat(100_000)}${"]".repeat(100_000)}`),
      asked({}, '{"__proto__": {"account": 1}, "constructor": 1}'),
    ]);
    expect(found.map(({ status, codes: [code] }) => [status, code])).toEqual([
      [415, "serve.not-json"],
      [415, "serve.not-json"],
      [415, "serve.not-json"],
      [406, "serve.not-acceptable"],
      [406, "serve.not-acceptable"],
      [403, "serve.foreign"],
      [403, "serve.foreign"],
      [400, "data.json-syntax"],
      [400, "data.json-syntax"],
      [422, "data.wrong-type"],
      [422, "data.wrong-type"],
      [422, "data.missing-field"],
    ]);
    expect(found.map(({ body }) => body.toString()).join("")).not.toContain("4711");
  });

  test("that are larger than is taken, said before or not", async () => {
    const large = { length: BODY_BYTES_MAX + 1 };
    const said = await sendRaw(
      server.url,
      `POST ${RETAIL} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${large.length}\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 413 [^]*serve\.too-large/);
    const chunk = `10000\r\n${" ".repeat(65_536)}\r\n`;
    const unsaid = await sendRaw(
      server.url,
      `POST ${RETAIL} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(246)}`,
    );
    expect(unsaid).toMatch(/^HTTP\/1\.1 413 [^]*serve\.too-large/);
  });

  test("that are no HTTP, hide a second one, or have endless heads", async () => {
    const head = `POST ${RETAIL} HTTP/1.1\r\nHost: localhost\r\n`;
    expect(await sendRaw(server.url, "nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 [^]*malformed/);
    const both = `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await sendRaw(server.url, both)).toMatch(/^HTTP\/1\.1 400 [^]*serve\.malformed/);
    const twice = `${head}Content-Length: 4\r\nContent-Length: 5\r\n\r\n`;
    expect(await sendRaw(server.url, twice)).toMatch(/^HTTP\/1\.1 400 [^]*serve\.malformed/);
    const split = `${head}X-A: b\r\n\u0000: c\r\n\r\n`;
    expect(await sendRaw(server.url, split)).toMatch(/^HTTP\/1\.1 400 /);
    const nameless = `POST ${RETAIL} HTTP/1.1\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(server.url, nameless)).toMatch(/^HTTP\/1\.1 400 [^]*serve\.malformed/);
    const endless = `${head}X-A: ${"a".repeat(20_000)}\r\n\r\n`;
    expect(await sendRaw(server.url, endless)).toMatch(/^HTTP\/1\.1 431 [^]*serve\.malformed/);
  });

  test("that come too slowly", async () => {
    const slow = await sendRaw(
      server.url,
      `POST ${RETAIL} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        "Content-Length: 10\r\n\r\n{",
    );
    expect(slow).toMatch(/^HTTP\/1\.1 408 [^]*serve\.too-slow/);
    expect(await sendRaw(server.url, "POST /comp")).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("two hundred at a time are all answered, with their own letters", async () => {
    const sent = Array.from({ length: 200 }, (_, index) => {
      const record = JSON.parse(STANDARD) as { account: { product: string } };
      record.account.product = `NUMBER ${index}.`;
      return post(server.url, `${RETAIL}?format=html`, JSON.stringify(record));
    });
    const replies = await Promise.all(sent);
    const said = replies.map(({ status, body }) => {
      const [, number = ""] = /NUMBER (\d+)\./.exec(body.toString()) ?? [];
      return [status, Number(number)];
    });
    expect(said).toEqual(Array.from({ length: 200 }, (_, index) => [200, index]));
  });

  test("whose client is gone are given up, and others are answered meanwhile", async () => {
    const record = JSON.parse(STANDARD) as { transactions: unknown[] };
    const rows = record.transactions;
    const transactions = Array.from({ length: 60_000 }, (_, index) => rows[index % rows.length]);
    const long = JSON.stringify({ ...record, transactions });
    const { hostname, port } = new URL(server.url);
    const headers = { "Content-Type": "application/json" };
    const client = request({ host: hostname, port, path: RETAIL, method: "POST", headers });
    client.on("error", () => undefined);
    client.end(long);
    while ((await lettersUnderWay()) === 0);
    notes.length = 0;
    client.destroy();
    const next = await post(server.url, `${RETAIL}?format=sms`);
    expect(next.status).toBe(200);
    expect(notes.map(({ status }) => status)).toContain(0);
    expect(await lettersUnderWay()).toBe(0);
  });
});

test("what is noted of requests has nothing of what they carried", () => {
  const text = JSON.stringify(notes);
  expect(notes.length).toBeGreaterThan(0);
  for (const value of ["Checking", "+12025550143", "A-1", "NUMBER", "customer"])
    expect(text).not.toContain(value);
});
