import { once } from "node:events";
import { request, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { assert } from "../../src/base/assert.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import { httpServer } from "../../src/serve/http-server.ts";
import type { Route } from "../../src/serve/route.ts";
import {
  type LetterServer,
  serveLetters,
  type ServeOptions,
} from "../../src/serve/serve-letters.ts";
import { post, send, STANDARD } from "./http-client.ts";

const PATH = "/compose/remittance-bill";
const RETAIL = "/compose/retail-statement";

async function served<T>(
  options: ServeOptions,
  use: (server: LetterServer) => Promise<T>,
): Promise<T> {
  const server = await serveLetters(["remittance-bill"], options);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** The sample record with so many transactions. */
function withRows(count: number): string {
  const record = JSON.parse(STANDARD) as { transactions: unknown[] };
  const rows = record.transactions;
  const transactions = Array.from({ length: count }, (_, index) => rows[index % rows.length]);
  return JSON.stringify({ ...record, transactions });
}

test("past the queue, letters are refused at once, and taken again afterwards", async () => {
  const limits = { bodyBytesMax: 16_000_000 };
  const server = await serveLetters(["retail-statement"], { queue: 0, limits });
  const { hostname, port } = new URL(server.url);
  const headers = { "Content-Type": "application/json" };
  const long = request({ host: hostname, port, path: RETAIL, method: "POST", headers });
  long.on("error", () => undefined);
  long.end(withRows(60_000));
  const taken = async (): Promise<number> => {
    const { body } = await send(server.url, "/health");
    return (JSON.parse(body.toString()) as { letters: number }).letters;
  };
  while ((await taken()) === 0);
  const busy = await post(server.url, RETAIL);
  expect([busy.status, busy.codes, busy.headers["retry-after"]]).toEqual([
    503,
    ["serve.busy"],
    "1",
  ]);
  long.destroy();
  while ((await taken()) > 0);
  expect((await post(server.url, RETAIL)).status).toBe(200);
  await server.close();
});

test("a letter that takes longer than a request may is given up", async () => {
  const limits = { answerMsMax: 5, bodyBytesMax: 4_000_000 };
  const server = await serveLetters(["retail-statement"], { limits });
  const late = await post(server.url, RETAIL, withRows(6000));
  expect([late.status, late.codes]).toEqual([503, ["serve.timed-out"]]);
  await server.close();
});

/** A server of one route, `GET /large`, and the beginning of a client of it. */
async function servedRoute(answer: Route["answer"]): Promise<{ server: Server; client: Socket }> {
  const ignore = (): undefined => undefined;
  const server = httpServer({
    routes: [{ method: "GET", path: "/large", answer }],
    limits: { bodyBytesMax: 1, requestMsMax: 1000, answerMsMax: 300, connectionsMax: 1 },
    token: undefined,
    faultOf: ignore,
    note: ignore,
    failed: ignore,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  assert(bound !== null && typeof bound === "object", "a server that listens has a port");
  const client = connect(bound.port, bound.address);
  client.write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return { server, client };
}

test("an answer that its client does not take ends the connection", async () => {
  const body = Buffer.alloc(64 * 1024 * 1024);
  const { server, client } = await servedRoute(() => Promise.resolve({ status: 200, body }));
  client.pause();
  const [connection] = (await once(server, "connection")) as [Socket];
  await once(connection, "close");
  expect(client.bytesRead).toBeLessThan(body.length);
  client.destroy();
  server.close();
});

test("a stream goes on for longer than an answer may take, and ends with its client", async () => {
  let ended = false;
  async function* parts(): AsyncGenerator<string> {
    try {
      for (let part = 0; part < 100; part += 1) {
        await setTimeout(part < 3 ? 200 : 1);
        yield `part ${part}\n`;
      }
    } finally {
      ended = true;
    }
  }
  const { server, client } = await servedRoute(() =>
    Promise.resolve({ status: 200, headers: { "Content-Type": "text/plain" }, body: parts() }),
  );
  client.setEncoding("utf8");
  let answer = "";
  for await (const text of client) if ((answer += String(text)).includes("part 2")) break;
  // After 0.6 s, where an answer may take 0.3 s.
  expect(answer).toContain("part 2");
  while (!ended) await setTimeout(5);
  server.close();
});

test("a server that ends tells its clients to send nothing more", async () => {
  const { server, client } = await servedRoute(async () => {
    server.close();
    return Promise.resolve({ status: 200, body: "the last" });
  });
  const answer = await text(client);
  expect(answer).toMatch(/\r\nConnection: close\r\n[^]*the last$/);
});

test("with a token, all but who has it are refused before anything is read", async () => {
  const token = "correct-horse-battery";
  await served({ token }, async ({ url }) => {
    const codes = async (headers: Record<string, string>): Promise<readonly unknown[]> => {
      const reply = await post(url, PATH, "{", { headers });
      return [reply.status, reply.codes[0]];
    };
    const refused = [401, "serve.no-token"];
    expect(await codes({})).toEqual(refused);
    expect(await codes({ Authorization: `Bearer ${token}x` })).toEqual(refused);
    expect(await codes({ Authorization: `Basic ${token}` })).toEqual(refused);
    expect(await codes({ Authorization: `Bearer ${token}`, Host: "letters.example" })).toEqual([
      400,
      "data.json-syntax",
    ]);
    expect((await send(url, "/health")).status).toBe(401);
    expect((await send(url, "/nothing")).status).toBe(401);
  });
});

test.each([
  [{ host: "0.0.0.0" }, "serve.open-host"],
  [{ host: "::" }, "serve.open-host"],
  [{ token: "short" }, "serve.weak-token"],
  [{ token: "with a blank in its midst" }, "serve.weak-token"],
])("%j is refused before anything is opened", async (options, code) => {
  const error = await serveLetters(["nowhere"], options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).diagnostics.map((found) => found.code)).toEqual([code]);
});

test("a port that is taken is said", async () => {
  await served({}, async ({ url }) => {
    const second = serveLetters(["remittance-bill"], { port: Number(new URL(url).port) });
    await expect(second).rejects.toThrow(/cannot listen at 127\.0\.0\.1, port \d+: EADDRINUSE/);
  });
});
