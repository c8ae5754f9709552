import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A throw-away PostgreSQL of the machine's own, on a socket in a temporary folder. */
export interface TestPostgres {
  /** Of a database, without the password: that is `password`, for PGPASSWORD. */
  readonly url: string;
  readonly password: string;
  /** Runs statements as the owner, and gives what they print. */
  sql(text: string): string;
  /** Ends the server at once and removes all it had. */
  stop(): void;
}

const PASSWORD = "a test's own";
const PORT = "5432";
const FOLDERS = ["/usr/local/bin", "/usr/bin"];
const VERSIONS = "/usr/lib/postgresql";

/** Where `initdb` and its kin are; undefined where PostgreSQL is not installed, or nobody may run it. */
export function postgresFolder(): string | undefined {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort().reverse() : [];
  const folders = [...versions.map((version) => `${VERSIONS}/${version}/bin`), ...FOLDERS];
  if (process.getuid?.() === 0 && owner() === undefined) return undefined;
  const needed = ["initdb", "pg_ctl", "psql"];
  return folders.find((folder) => needed.every((name) => existsSync(`${folder}/${name}`)));
}

/** The server refuses to run as root. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const found = spawnSync("id", ["-u", name], { encoding: "utf8" });
    const group = spawnSync("id", ["-g", name], { encoding: "utf8" });
    if (found.status === 0) return { uid: Number(found.stdout), gid: Number(group.stdout) };
  }
  return undefined;
}

/** Beside the folder of the tests: that is private, and the server runs as somebody else. */
export function startPostgres(bin: string, parent = dirname(tmpdir())): TestPostgres {
  const folder = mkdtempSync(join(parent, "nightpress-postgres-"));
  const who = owner();
  if (who !== undefined) chownSync(folder, who.uid, who.gid);
  const data = `${folder}/data`;
  const passwordFile = `${folder}/password`;
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  const options = { encoding: "utf8", cwd: folder, ...who } as const;
  const run = (program: string, ...args: readonly string[]): string =>
    execFileSync(`${bin}/${program}`, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const auth = ["-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  run("initdb", "-D", data, "-U", "owner", "-E", "UTF8", "--locale=C", "--no-sync", ...auth);
  const settings = `-c fsync=off -c listen_addresses='' -k ${folder} -p ${PORT}`;
  const log = `${folder}/log`;
  execFileSync(`${bin}/pg_ctl`, ["-D", data, "-l", log, "-w", "-o", settings, "start"], {
    ...options,
    stdio: "ignore",
  });
  const psql = ["-h", folder, "-p", PORT, "-U", "owner", "-d", "postgres", "-AtX"];
  const env = { ...process.env, PGPASSWORD: PASSWORD };
  return {
    url: `postgresql://owner@/postgres?host=${folder}&port=${PORT}`,
    password: PASSWORD,
    sql: (text) =>
      execFileSync(`${bin}/psql`, [...psql, "-v", "ON_ERROR_STOP=1", "-f", "-"], {
        encoding: "utf8",
        env,
        input: text,
      }),
    stop: () => {
      spawnSync(`${bin}/pg_ctl`, ["-D", data, "-m", "immediate", "stop"], options);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
