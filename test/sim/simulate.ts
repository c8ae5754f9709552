import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spoolsBelow } from "../e2e/night-account.ts";
import { Prng } from "../../src/base/prng.ts";
import { type Machine, onMachine } from "../../src/run/host/machine.ts";
import { watchStatements } from "./database-disk.ts";
import { type Fault, FAULT_KINDS, FaultHost, type FaultKind, type Struck } from "./fault-host.ts";
import { rowsWithoutFiles } from "./ledger-rows.ts";
import type { PlantedBug } from "./planted-bugs.ts";
import {
  differing,
  fateFaults,
  faultOfError,
  outputHashes,
  renumberedChildren,
  runFaults,
  serialFaults,
} from "./promises.ts";
import { SeededThreads } from "./seeded-threads.ts";
import { nightSteps, rebuildLedgers, type ShopFloor, type Step, verifyRuns } from "./shop-steps.ts";
import { type Cycle, CYCLES, lateKeys, type ShopVariant, VARIANTS, writeShop } from "./sim-shop.ts";

const ATTEMPTS_MAX = 12;
const HOUR_MS = 3_600_000;
const FAULTS_MAX = 4;

/** How often each kind is chosen. */
const WEIGHTS: Readonly<Record<FaultKind, number>> = {
  "power-loss": 10,
  kill: 5,
  "disk-full": 3,
  "write-error": 1,
  "read-error": 2,
  "sync-error": 2,
  "rename-error": 1,
  "database-full": 1,
  "database-error": 1,
  "database-locked": 1,
};
const WEIGHTED = FAULT_KINDS.flatMap((kind) => Array<FaultKind>(WEIGHTS[kind]).fill(kind));

/** What one simulated shop went through, and what it did not keep of its promises. */
export interface Outcome {
  readonly seed: number;
  readonly scenario: string;
  readonly faults: readonly Struck[];
  readonly violations: readonly string[];
  /** Changes of the disk that the undisturbed shop makes. */
  readonly changes: number;
}

interface Scenario {
  readonly name: string;
  readonly variant: ShopVariant;
  readonly steps: readonly Step[];
  readonly cycles: readonly Cycle[];
}

/** What a scenario leaves behind where nothing goes wrong. */
interface Reference {
  readonly hashes: Map<string, string>;
  /** By step. */
  readonly changes: readonly number[];
  readonly reads: readonly number[];
  readonly fragments: number;
  readonly spools: number;
}

/** Simulated shops, one after the other, in one folder. */
export class Simulator {
  readonly #root: string;
  readonly #bug: PlantedBug | undefined;
  readonly #references = new Map<string, Reference>();

  constructor(folder: string, bug?: PlantedBug) {
    this.#root = `${folder}/shop`;
    this.#bug = bug;
    mkdirSync(folder, { recursive: true });
  }

  /** Everything about the run, faults and their moments too, follows from the seed. */
  async run(seed: number): Promise<Outcome> {
    const scenario = scenarioOf(new Prng(seed));
    const reference = await this.#referenceOf(scenario);
    const changes = reference.changes.reduce((sum, count) => sum + count, 0);
    // A fault that is chosen for a place that nothing passes strikes nobody: another is chosen.
    for (let salt = 0; ; salt += 1) {
      const random = new Prng(seed + salt * 0x1000_0000);
      const shop = new SimulatedShop(this.#root, scenario, random, reference, this.#bug);
      const { faults, violations } = await shop.live();
      if (faults.length > 0 || violations.length > 0 || salt === 3)
        return { seed, scenario: scenario.name, faults, violations, changes };
    }
  }

  close(): void {
    for (const end of ["", ".attic", ".next", ".databases", ".ledger", ".register"])
      rmSync(this.#root + end, { recursive: true, force: true });
  }

  async #referenceOf(scenario: Scenario): Promise<Reference> {
    const known = this.#references.get(scenario.name);
    if (known !== undefined) return known;
    const shop = new SimulatedShop(this.#root, scenario, new Prng(1), undefined, undefined);
    const { violations } = await shop.live();
    if (violations.length > 0)
      throw new Error(`${scenario.name} without faults: ${violations.join("\n")}`);
    const reference = shop.reference();
    this.#references.set(scenario.name, reference);
    return reference;
  }
}

function scenarioOf(random: Prng): Scenario {
  const nth = random.below(VARIANTS.length);
  const variant = VARIANTS[nth] as ShopVariant;
  const isLong = random.chance(0.3);
  const isTwice = variant.mode === "production" && random.chance(0.25);
  const cycles = isTwice ? CYCLES : CYCLES.slice(0, 1);
  const steps = [
    ...nightSteps(variant, CYCLES[0], isLong),
    ...(isTwice ? nightSteps(variant, CYCLES[1], false) : []),
  ];
  const name = `${variant.format}-${variant.mode}-${nth}${isLong ? "-night" : ""}${isTwice ? "-twice" : ""}`;
  return { name, variant, steps, cycles };
}

/** One shop and what befalls it. */
class SimulatedShop {
  readonly #root: string;
  readonly #scenario: Scenario;
  readonly #random: Prng;
  readonly #reference: Reference | undefined;
  readonly #bug: PlantedBug | undefined;
  readonly #host: FaultHost;
  readonly #floor: ShopFloor;
  readonly #faults: Struck[] = [];
  readonly #violations: string[] = [];
  readonly #changes: number[] = [];
  readonly #reads: number[] = [];
  #flipped = 0;
  #ledgersLost = 0;

  constructor(
    root: string,
    scenario: Scenario,
    random: Prng,
    reference: Reference | undefined,
    bug: PlantedBug | undefined,
  ) {
    this.#root = root;
    this.#scenario = scenario;
    this.#random = random;
    this.#reference = reference;
    this.#bug = reference === undefined ? undefined : bug;
    rmSync(root, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    writeShop(root, scenario.variant);
    this.#host = new FaultHost(root, random, this.#bug?.host?.());
    this.#floor = { root, variant: scenario.variant, workers: random.between(1, 3) };
  }

  async live(): Promise<{ faults: readonly Struck[]; violations: readonly string[] }> {
    const { steps } = this.#scenario;
    const first = this.#firstStruck();
    try {
      for (const [index, step] of steps.entries()) {
        this.#host.timeMs += HOUR_MS;
        this.#bug?.between?.(this.#root, step);
        if (!(await this.#do(step, index, index === first))) break;
        this.#damageAtRest(step);
      }
      if (this.#violations.length === 0) await this.#check();
    } finally {
      watchStatements(undefined);
    }
    return { faults: this.#faults, violations: this.#violations };
  }

  reference(): Reference {
    return {
      hashes: outputHashes(this.#root),
      changes: this.#changes,
      reads: this.#reads,
      fragments: this.#made(/\.frag$/),
      spools: this.#made(/\/print\/.*\.pdf$/),
    };
  }

  /** The step that surely meets a fault: a longer one rather than a shorter one. */
  #firstStruck(): number {
    const changes = this.#reference?.changes ?? [];
    let left = this.#random.below(
      Math.max(
        1,
        changes.reduce((sum, count) => sum + count, 0),
      ),
    );
    return changes.findIndex((count) => (left -= count) < 0);
  }

  /** Does a step until it is done; false where it cannot be. */
  async #do(step: Step, index: number, isStruck: boolean): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      this.#host.arm(this.#faultFor(index, isStruck && attempt === 0));
      const failure = await this.#attempt(step);
      const { struck } = this.#host;
      if (struck !== undefined) this.#faults.push({ ...struck, step: step.name });
      if (this.#reference === undefined) {
        this.#changes[index] = this.#host.changes;
        this.#reads[index] = this.#host.reads;
      }
      if (this.#host.isDead) this.#rise();
      else if (failure === undefined) return true;
      else this.#judge(step, failure.error, struck);
      if (this.#violations.length > 0) return false;
      this.#damageBetween(step);
    }
    this.#violations.push(`${step.name} was not done after ${ATTEMPTS_MAX} attempts`);
    return false;
  }

  #machine(): Machine {
    return {
      host: this.#host,
      makeExecutor: (workers, setup) => new SeededThreads(this.#host, this.#random, workers, setup),
    };
  }

  async #attempt(step: Step): Promise<{ error: unknown } | undefined> {
    try {
      await onMachine(this.#machine(), async () => {
        await rebuildLedgers(this.#floor);
        await step.act(this.#floor);
      });
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  #faultFor(index: number, isSure: boolean): Fault | undefined {
    const reference = this.#reference;
    if (reference === undefined || this.#faults.length >= FAULTS_MAX) return undefined;
    const isLikely = this.#faults.length > 0 && this.#random.chance(0.35);
    if (!isSure && !isLikely) return undefined;
    const kind = this.#random.pick(WEIGHTED);
    const among = kind === "read-error" ? reference.reads : reference.changes;
    const at = this.#random.between(1, Math.max(1, among[index] as number));
    return { kind, at, length: this.#random.between(1, 8) };
  }

  #rise(): void {
    this.#host.restart();
    this.#violations.push(...rowsWithoutFiles(this.#root));
  }

  #judge(step: Step, error: unknown, struck: Struck | undefined): void {
    const fault = faultOfError(error);
    if (fault !== undefined) this.#violations.push(`${step.name}: ${fault}`);
    else if (struck === undefined)
      this.#violations.push(`${step.name} failed with no fault: ${(error as Error).message}`);
  }

  /** While a run is unfinished, a fragment may be hit by a flipped bit, or its ledger be lost. */
  #damageBetween({ out }: Step): void {
    const run = `${this.#root}/${out}`;
    if (!existsSync(`${run}/job.json`) || existsSync(`${run}/print`)) return;
    const names = existsSync(`${run}/shards`) ? readdirSync(`${run}/shards`) : [];
    const fragments = names.filter((name) => name.endsWith(".frag"));
    if (fragments.length > 0 && this.#random.chance(0.2)) {
      const name = this.#random.pick(fragments);
      flipBit(`${run}/shards/${name}`, this.#random);
      this.#flipped += 1;
      this.#faults.push({ kind: "bit-flip", op: "rest", path: name });
    }
    if (this.#random.chance(0.1)) this.#loseLedger(run);
  }

  /** Between steps, too, a ledger may be lost: it is made anew from the run's folder. */
  #damageAtRest({ out }: Step): void {
    if (this.#reference === undefined || !this.#random.chance(0.06)) return;
    const run = `${this.#root}/${out}`;
    if (existsSync(`${run}/reports/run.json`)) this.#loseLedger(run);
  }

  #loseLedger(run: string): void {
    if (!existsSync(`${run}/ledger.db`)) return;
    for (const end of ["", "-wal", "-shm"]) rmSync(`${run}/ledger.db${end}`, { force: true });
    this.#ledgersLost += 1;
    this.#faults.push({ kind: "ledger-lost", op: "rest", path: "ledger.db" });
  }

  async #check(): Promise<void> {
    this.#host.arm(undefined);
    const { variant, cycles } = this.#scenario;
    const reference = this.#reference;
    const hashes = outputHashes(this.#root);
    const faults = [...serialFaults(this.#root), ...runFaults(this.#root)];
    for (const cycle of cycles) {
      const suppressed = new Set(variant.isHeld ? lateKeys(variant, cycle) : []);
      faults.push(...fateFaults(this.#root, variant, cycle, suppressed));
    }
    if (reference !== undefined) {
      const other = renumberedChildren(this.#root).map((run) => `${run}/`);
      const differences = differing(hashes, reference.hashes);
      faults.push(...differences.filter((name) => !other.some((run) => name.startsWith(run))));
      const deaths = this.#faults.length - this.#flipped - this.#ledgersLost;
      const made = this.#made(/\.frag$/) - this.#flipped - deaths;
      if (made > reference.fragments) faults.push(`${made - reference.fragments} shards too many`);
      const spools = this.#made(/\/print\/.*\.pdf$/) - deaths;
      if (spools > reference.spools) faults.push(`${spools - reference.spools} spools too many`);
    }
    faults.push(...(await this.#breaches()));
    this.#violations.push(...faults);
    if (faults.length === 0) await this.#spoilSpool();
  }

  /** What the verifier says of all that was made. */
  async #breaches(): Promise<string[]> {
    const found = await onMachine(this.#machine(), async () => {
      await rebuildLedgers(this.#floor);
      return verifyRuns(this.#floor);
    });
    return [...found].flatMap(([run, breaches]) => breaches.map((breach) => `${run}: ${breach}`));
  }

  /** One bit of a spool flips on its way to the press, and the verifier must find it. */
  async #spoilSpool(): Promise<void> {
    if (this.#reference === undefined || !this.#random.chance(0.3)) return;
    const spools = spoolsBelow(`${this.#root}/out`).filter((name) => !name.includes("/reports/"));
    const spool = this.#random.pick(spools);
    flipBit(spool, this.#random);
    const breaches = await this.#breaches();
    const name = spool.slice(spool.lastIndexOf("/") + 1, -".pdf".length);
    this.#faults.push({ kind: "bit-flip", op: "rest", path: name });
    if (!breaches.some((breach) => breach.includes(name)))
      this.#violations.push(`the verifier did not see a flipped bit in ${name}`);
  }

  #made(path: RegExp): number {
    return this.#host.renamed.filter((name) => path.test(name)).length;
  }
}

function flipBit(path: string, random: Prng): void {
  const bytes = readFileSync(path);
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
  writeFileSync(path, bytes);
}
