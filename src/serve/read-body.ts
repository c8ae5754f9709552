import type { IncomingMessage } from "node:http";
import { httpFault, type HttpFault } from "./route.ts";

/** The body of a request as a whole; an `HttpFault` as soon as it is known to be larger. */
export async function readBody(
  request: IncomingMessage,
  bytesMax: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) throw tooLarge(bytesMax);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    const end = (): void => {
      request.off("data", take).off("end", whole);
      signal.removeEventListener("abort", gone);
    };
    const take = (part: Buffer): void => {
      sizeBytes += part.length;
      parts.push(part);
      if (sizeBytes <= bytesMax) return;
      end();
      reject(tooLarge(bytesMax));
    };
    const whole = (): void => {
      end();
      resolve(Buffer.concat(parts));
    };
    const gone = (): void => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener("abort", gone);
    request.on("data", take).on("end", whole);
  });
}

/** What is left of the body is not read, so that the connection ends with the answer. */
function tooLarge(bytesMax: number): HttpFault {
  const message = `The body is larger than the ${bytesMax} bytes that are taken.`;
  return httpFault(413, "serve.too-large", message, { Connection: "close" });
}
