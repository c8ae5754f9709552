import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresFolder, startPostgres, type TestPostgres } from "../../test/kit/postgres.ts";
import { contest, type Turns } from "../contest.ts";
import type { Contestant } from "../contestants.ts";
import { type DataRequest, SPEC_NAME } from "./data-request.ts";
import { PARSING, READING_FORMATS, type ReadingFormat } from "./reading-formats.ts";

/** Data in all formats and the turns that read it. */
export interface ReadingContest {
  readonly records: number;
  readonly turns: number;
  readonly formats?: readonly ReadingFormat[];
  /** Where data is kept; a folder of its own that is removed if left out. */
  readonly data?: string;
  /** What the heap of a turn is bounded by, if it is. */
  readonly heapMb?: number;
}

/** Has the same records written in all formats, and reads each in turns of its own. */
export async function readingContest(
  { records, turns, formats = READING_FORMATS, data, heapMb }: ReadingContest,
  tell: (line: string) => void,
): Promise<Turns> {
  const folder = data ?? mkdtempSync(join(tmpdir(), "nightpress-reading-"));
  const isServed = formats.some(({ format }) => format === "postgres");
  const server = isServed ? startServer(tell) : undefined;
  const clear = (): void => {
    server?.stop();
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      clear();
      process.exit(130);
    });
  try {
    const readable = formats.filter(({ format }) => format !== "postgres" || server);
    const requests = readable.map((one) => dataRequest(one, records, folder, server));
    tell(`writing ${records} records in ${readable.length} formats`);
    writeData(requests);
    return await contest(contestants(readable, requests, heapMb), turns, tell);
  } finally {
    clear();
    delete process.env["PGPASSWORD"];
  }
}

function startServer(tell: (line: string) => void): TestPostgres | undefined {
  const bin = postgresFolder();
  if (bin === undefined) {
    tell("PostgreSQL is not installed here: left out");
    return undefined;
  }
  const server = startPostgres(bin, tmpdir());
  process.env["PGPASSWORD"] = server.password;
  return server;
}

function dataRequest(
  { format }: ReadingFormat,
  records: number,
  folder: string,
  server: TestPostgres | undefined,
): DataRequest {
  const data = { folder: join(folder, format), format, records };
  return format === "postgres" && server !== undefined ? { ...data, url: server.url } : data;
}

function writeData(requests: readonly DataRequest[]): void {
  const program = join(import.meta.dirname, "write-data.ts");
  const args = [program, JSON.stringify(requests)];
  const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error(`writing the data ended with code ${status}`);
}

function contestants(
  formats: readonly ReadingFormat[],
  requests: readonly DataRequest[],
  heapMb: number | undefined,
): Contestant[] {
  const parsing = requests.flatMap(({ format, folder, records }): Contestant[] => {
    if (format !== "ndjson") return [];
    const file = join(folder, "customers.ndjson");
    return [{ name: PARSING, request: { kind: "parsing", file, documents: records } }];
  });
  const reading = formats.flatMap(({ name }, index): Contestant[] => {
    const request = requests[index];
    if (request === undefined) return [];
    const specFile = join(request.folder, SPEC_NAME);
    const heap = heapMb !== undefined && { heapMb };
    return [{ name, request: { kind: "reading", specFile, documents: request.records, ...heap } }];
  });
  return [...parsing, ...reading];
}
