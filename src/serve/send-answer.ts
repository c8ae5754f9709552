import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Answer, StreamAnswer, WholeAnswer } from "./route.ts";

const HEADERS = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

export function isStream(answer: Answer | undefined): answer is StreamAnswer {
  const body = answer?.body;
  return typeof body === "object" && !(body instanceof Uint8Array);
}

/** Sends an answer, or closes where nobody is there to read it; how many bytes its body has. */
export function send(response: ServerResponse, answer: WholeAnswer | undefined): number {
  if (answer === undefined || response.destroyed) {
    response.destroy();
    return 0;
  }
  const { status, headers = {}, body } = answer;
  const sizeBytes = Buffer.byteLength(body);
  response.writeHead(status, { ...HEADERS, ...headers, "Content-Length": sizeBytes });
  response.end(body);
  return sizeBytes;
}

/** Sends a stream as it comes, no faster than its client takes it; how many bytes that were. */
export async function sendStream(
  response: ServerResponse,
  { status, headers = {}, body }: StreamAnswer,
  signal: AbortSignal,
): Promise<number> {
  let sizeBytes = 0;
  response.writeHead(status, { ...HEADERS, ...headers });
  for await (const part of body) {
    if (signal.aborted) break;
    sizeBytes += Buffer.byteLength(part);
    if (!response.write(part)) await drained(response);
  }
  response.end();
  return sizeBytes;
}

async function drained(response: ServerResponse): Promise<void> {
  const ended = new AbortController();
  const { signal } = ended;
  const either = [once(response, "drain", { signal }), once(response, "close", { signal })];
  await Promise.race(either);
  ended.abort();
  await Promise.allSettled(either);
}
