import { readFileSync } from "node:fs";
import { request, type RequestOptions } from "node:http";
import { connect } from "node:net";

const samples = new URL("../../layouts/retail-statement/samples/", import.meta.url);

/** The sample record of the retail statement, as sent. */
export const STANDARD = readFileSync(new URL("standard.json", samples), "utf8");

export interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  /** The codes of what is wrong, if it says so. */
  readonly codes: readonly string[];
}

/** Sends a record to a path of a server, as JSON if nothing else is said. */
export function post(
  url: string,
  path: string,
  body: string | Buffer = STANDARD,
  options: { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Reply> {
  const headers = { "Content-Type": "application/json", ...options.headers };
  return send(url, path, { method: "POST", headers }, body);
}

export function send(
  url: string,
  path: string,
  options: RequestOptions = {},
  body: string | Buffer = "",
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: hostname, port, path, agent: false, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const whole = Buffer.concat(parts);
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: whole, codes: codesIn(headers, whole) });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function codesIn(headers: Reply["headers"], body: Buffer): string[] {
  if (headers["content-type"] !== "application/json") return [];
  const { diagnostics = [] } = JSON.parse(body.toString()) as {
    readonly diagnostics?: readonly { readonly code: string }[];
  };
  return diagnostics.map(({ code }) => code);
}

/** Writes bytes to the server as they are, and reads what it answers until it closes. */
export function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => (answer += part));
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}
