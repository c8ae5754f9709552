import { expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import {
  type LetterServer,
  serveLetters,
  type ServeOptions,
} from "../../src/serve/serve-letters.ts";
import { post, send, STANDARD } from "./http-client.ts";

const PATH = "/compose/remittance-bill";

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

test("past the queue, letters are refused at once, and taken again afterwards", async () => {
  await served({ queue: 1 }, async ({ url }) => {
    const sent = Array.from({ length: 40 }, () => post(url, PATH));
    const replies = await Promise.all(sent);
    const statuses = new Set(replies.map(({ status }) => status));
    expect(statuses).toEqual(new Set([422, 503]));
    const busy = replies.find(({ status }) => status === 503);
    expect([busy?.codes, busy?.headers["retry-after"]]).toEqual([["serve.busy"], "1"]);
    expect((await post(url, PATH)).status).toBe(422);
  });
});

test("a letter that takes longer than a request may is given up", async () => {
  const record = JSON.parse(STANDARD) as { transactions: unknown[] };
  const rows = record.transactions;
  const transactions = Array.from({ length: 6000 }, (_, index) => rows[index % rows.length]);
  const limits = { answerMsMax: 5, bodyBytesMax: 4_000_000 };
  const server = await serveLetters(["retail-statement"], { limits });
  const long = JSON.stringify({ ...record, transactions });
  const late = await post(server.url, "/compose/retail-statement", long);
  expect([late.status, late.codes]).toEqual([503, ["serve.timed-out"]]);
  await server.close();
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
