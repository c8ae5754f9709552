import type { Host } from "../base/host.ts";
import { APPROVAL_TABLES, RegisterApprovals } from "./register-approvals.ts";
import { AUDIT_ROOT_TABLES, RegisterAuditRoots } from "./register-audit-roots.ts";
import { COUNT_TABLES, RegisterCounts } from "./register-counts.ts";
import { RegisterError } from "./register-error.ts";
import { HISTORY_TABLES, RegisterHistory } from "./register-history.ts";
import { HOLD_TABLES, RegisterHolds } from "./register-holds.ts";
import { PROFILE_TABLES, RegisterProfiles } from "./register-profiles.ts";
import { RegisterRuns, RUN_MIGRATION, RUN_TABLES } from "./register-runs.ts";
import { RegisterSamples, SAMPLE_TABLES } from "./register-samples.ts";
import { RegisterSeals, SEAL_TABLES } from "./register-seals.ts";
import { RegisterSerials, SERIAL_MIGRATION, SERIAL_TABLES } from "./register-serials.ts";
import { RegisterShop, SHOP_TABLES } from "./register-shop.ts";
import { RegisterSuppressions, SUPPRESSION_TABLES } from "./register-suppressions.ts";
import { RegisterVoids, VOID_TABLES } from "./register-voids.ts";
import { Store } from "../store/store.ts";
import type { StoreKind } from "../store/store.ts";

/** The tables that each version has brought, from the second on. */
const TABLES_SINCE: readonly (readonly string[])[] = [
  [COUNT_TABLES, AUDIT_ROOT_TABLES, HISTORY_TABLES, VOID_TABLES, HOLD_TABLES, SUPPRESSION_TABLES],
  [SEAL_TABLES],
  [PROFILE_TABLES],
  [SAMPLE_TABLES],
  [SHOP_TABLES],
  [APPROVAL_TABLES],
];

/** What brings a register from each version to the next; the first one's tables change as well. */
const MIGRATIONS = TABLES_SINCE.map((tables, index) => [
  index + 1,
  [...(index === 0 ? [RUN_MIGRATION, SERIAL_MIGRATION] : []), ...tables].join("\n"),
]);

const REGISTER: StoreKind = {
  words: {
    prefix: "register",
    remedy:
      "stop all runs and restore the last good copy; do not start a new one, or serials of the " +
      "last 45 days would be used again",
    makeError: (code, message) => new RegisterError(code, message),
  },
  applicationId: 0x4e505247, // "NPRG"
  version: TABLES_SINCE.length + 1,
  migrations: Object.fromEntries(MIGRATIONS),
  synchronous: "FULL",
  checkWhole: true,
  schema: [RUN_TABLES, SERIAL_TABLES, ...TABLES_SINCE.flat()].join("\n"),
};

/**
 * What outlives runs, by subject. Shared by all runs of a shop, so every change is a transaction
 * that is on the disk before the call returns.
 */
export class Register {
  readonly runs: RegisterRuns;
  readonly serials: RegisterSerials;
  readonly counts: RegisterCounts;
  readonly profiles: RegisterProfiles;
  readonly auditRoots: RegisterAuditRoots;
  readonly suppressions: RegisterSuppressions;
  readonly voids: RegisterVoids;
  readonly history: RegisterHistory;
  readonly holds: RegisterHolds;
  readonly seals: RegisterSeals;
  readonly samples: RegisterSamples;
  readonly shop: RegisterShop;
  readonly approvals: RegisterApprovals;
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
    this.runs = new RegisterRuns(store);
    this.serials = new RegisterSerials(store);
    this.counts = new RegisterCounts(store);
    this.profiles = new RegisterProfiles(store);
    this.auditRoots = new RegisterAuditRoots(store);
    this.suppressions = new RegisterSuppressions(store);
    this.voids = new RegisterVoids(store);
    this.history = new RegisterHistory(store);
    this.holds = new RegisterHolds(store);
    this.seals = new RegisterSeals(store);
    this.samples = new RegisterSamples(store);
    this.shop = new RegisterShop(store);
    this.approvals = new RegisterApprovals(store);
  }

  /** Opens or creates the register; throws a `RegisterError` where the file cannot be used. */
  static open(host: Host, file: string): Register {
    return new Register(new Store(host, file, REGISTER));
  }

  /** Opens the register for the length of `use`. */
  static with<T>(host: Host, file: string, use: (register: Register) => T): T {
    const register = Register.open(host, file);
    try {
      return use(register);
    } finally {
      register.close();
    }
  }

  /**
   * Copies the register, as it is at this moment, into a new file while runs continue; the copy is
   * read back before it gets its name. Throws a `RegisterError` if it is not whole.
   */
  copyTo(host: Host, file: string): void {
    const partial = `${file}.partial`;
    host.remove(partial);
    // Made by the host for its mode; SQLite takes an empty file for none.
    host.openWrite(partial).close();
    this.#store.copyInto(partial);
    const written = host.openAppend(partial);
    try {
      written.sync();
    } finally {
      written.close();
    }
    Register.open(host, partial).close();
    host.rename(partial, file);
    host.syncFolder(file.slice(0, Math.max(1, file.lastIndexOf("/"))));
  }

  /** How many rows each of its tables has. */
  rowCounts(): Record<string, number> {
    return this.#store.rowCounts();
  }

  close(): void {
    this.#store.close();
  }
}
