import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { namedDatabase } from "../../src/inspect/database-name.ts";
import { inspectFiles } from "../../src/inspect/inspect-file.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

it.each([
  [
    "postgresql://reader:secret@db.example.com/billing",
    "postgresql://reader@db.example.com/billing",
  ],
  ["postgres://reader:@db/billing?a=1", "postgres://reader@db/billing?a=1"],
  ["postgresql://reader:a:b@[::1]:5433/b", "postgresql://reader@[::1]:5433/b"],
  ["postgresql://owner:x@/billing?host=/run/pg", "postgresql://owner@/billing?host=/run/pg"],
  [
    "postgresql://db/b?user=u@server&password=se@cret&port=1",
    "postgresql://db/b?user=u@server&port=1",
  ],
  ["postgresql://db/b?password=secret", "postgresql://db/b"],
  ["postgresql://db/b?sslpassword=s&PASSWORD=t&port=1", "postgresql://db/b?port=1"],
  ["postgresql://reader@db/billing", "postgresql://reader@db/billing"],
  ["/data/billing:2026@home.db", "/data/billing:2026@home.db"],
])("%s is named without its password", (given, name) => {
  expect(namedDatabase(given)).toEqual({ name, opened: given });
});

it.each(["u:se/cret@db/b", "u:se?cret@db/b", "u:se#cret@db/b", "db/b?x=y@secret"])(
  "a URL in which a password may hide is refused without showing it: %s",
  (rest) => {
    const told = (): unknown => namedDatabase(`postgresql://${rest}`);
    expect(told).toThrow(UsageError);
    expect(told).toThrow(expect.not.stringContaining("cret") as Error);
  },
);

it.each(["mysql://u:secret@db/b", "POSTGRES://u:secret@db/b", "host=db user=u password = secret"])(
  "what is neither a file nor a URL of PostgreSQL is refused without showing it: %s",
  (given) => {
    const told = (): unknown => namedDatabase(given);
    expect(told).toThrow("neither an SQLite file nor a URL of PostgreSQL");
    expect(told).toThrow(expect.not.stringContaining("secret") as Error);
  },
);

it.each(["sslmode=verify-full&sslrootcert=/none/ca.pem", "port=none"])(
  "a URL that cannot be taken apart is a question, without showing it: %s",
  async (parameters) => {
    const query = join(temporaryFolder("database"), "bills.sql");
    writeFileSync(query, "select 1");
    const url = `postgresql://u:secret@127.0.0.1:1/b?${parameters}`;
    const { files } = await inspectFiles(new NodeHost(), [query], url);
    const told = files.flatMap(({ questions }) => questions).join("\n");
    expect(told).toContain("the URL of the database cannot be read");
    expect(told).not.toContain("secret");
  },
);
