import { relative } from "node:path";
import type { StressCase } from "../../cases/stress-case.ts";
import type { BranchSearch } from "../../cases/branch-search.ts";
import type { Draft } from "../../cases/draft.ts";
import { slug } from "../../cases/form-cases.ts";
import { pathOfId } from "../../layout/block-path.ts";
import { MESSAGE_CHANNELS } from "../../model/channel.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { CoveredBranch, CoveredWay, ProofCoverage } from "../../model/proof-set.ts";
import type { RawObject } from "../../model/record.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";
import { BranchCover } from "./branch-cover.ts";
import { sourcePath } from "./source-path.ts";
import { messagesOf, type ProofBranch, proofBranches } from "./proof-branches.ts";

/** Names of cases that a way is shown with. */
const CASES_TOLD_MAX = 3;

/** A case as it was composed, for what only that can tell. */
export interface ShownCase {
  readonly name: string;
  readonly values: RawObject | undefined;
  readonly locale: string;
  /** Ids of the messages that its document shows. */
  readonly messages: readonly string[];
  /** Channels that it is right on. */
  readonly channels: readonly string[];
}

/** Follows which ways of a layout's branches the cases go, and finds records for the others. */
export class CoverageBook {
  readonly #plan: LayoutPlan;
  readonly #source: YamlSource;
  readonly #folder: string;
  readonly #branches: readonly ProofBranch[];
  readonly #cover: BranchCover;
  readonly #cases = new Map<string, string[]>();

  constructor(
    plan: LayoutPlan,
    { source, folder }: { readonly source: YamlSource; readonly folder: string },
    ofJob: readonly ProofBranch[],
  ) {
    this.#plan = plan;
    this.#source = source;
    this.#folder = folder;
    this.#branches = [...proofBranches(plan), ...ofJob];
    this.#cover = new BranchCover(plan, this.#branches);
  }

  /** Books a record for every way that it goes. */
  book(name: string, values: RawObject): void {
    for (const branch of this.#branches)
      for (const way of this.#cover.ways(branch, values)) this.#add(branch, String(way), name);
  }

  /** Records for ways that no booked case goes; what is found is to be booked, too. */
  *missing(search: BranchSearch, usual: () => Draft): Generator<StressCase> {
    for (const branch of this.#branches)
      for (const wanted of [true, false]) {
        if (this.#of(branch, String(wanted)).length > 0) continue;
        const record = found(branch, wanted, search, usual);
        if (record === undefined) continue;
        const name = `${branch.kind}-${slug(branch.name)}-${String(wanted)}`;
        yield { name, why: `\`${branch.name}\` is ${String(wanted)}`, record };
      }
  }

  report(shown: readonly ShownCase[]): ProofCoverage {
    const branches = [
      ...this.#branches.map((branch) => this.#reported(branch)),
      ...this.#messages(shown),
      ...this.#locales(shown),
      ...this.#channels(shown),
    ];
    const ways = branches.flatMap((branch) => branch.ways.map((way) => ({ branch, way })));
    const open = ways.filter(({ way }) => way.count === 0);
    return {
      format: "nightpress-coverage-1",
      layout: this.#plan.name,
      ways: ways.length,
      covered: ways.length - open.length,
      notReached: open.map(
        ({ branch, way }) => `${branch.source}: ${branch.kind} ${branch.name} ${way.way}`,
      ),
      branches,
    };
  }

  #reported(branch: ProofBranch): CoveredBranch {
    const ways = ["true", "false"].map((way) => wayOf(way, this.#of(branch, way)));
    return { kind: branch.kind, name: branch.name, source: this.line(branch.path), ways };
  }

  /** Each message shown; where it can be absent, that too. */
  #messages(shown: readonly ShownCase[]): CoveredBranch[] {
    const limited = new Set(this.#plan.zones?.map(({ name }) => name));
    return messagesOf(this.#plan).map(({ id, zone = "", when }) => {
      const names = (isShown: boolean): string[] =>
        shown.filter(({ messages }) => messages.includes(id) === isShown).map(({ name }) => name);
      const absent =
        when === undefined && !limited.has(zone) ? [] : [wayOf("absent", names(false))];
      const ways = [wayOf("shown", names(true)), ...absent];
      return { kind: "message", name: `${zone} ${id}`, source: this.line(pathOfId(id)), ways };
    });
  }

  #locales(shown: readonly ShownCase[]): CoveredBranch[] {
    return this.#plan.locales.map((locale) => {
      const names = shown.filter((one) => one.locale === locale).map(({ name }) => name);
      const source = this.line(["format", "locale"]);
      return { kind: "locale", name: locale, source, ways: [wayOf("used", names)] };
    });
  }

  #channels(shown: readonly ShownCase[]): CoveredBranch[] {
    const own = [
      "print",
      ...MESSAGE_CHANNELS.filter((channel) => this.#plan[channel] !== undefined),
    ];
    return own.map((channel) => {
      const names = shown.filter(({ channels }) => channels.includes(channel));
      const ways = [
        wayOf(
          "sound",
          names.map(({ name }) => name),
        ),
      ];
      return { kind: "channel", name: channel, source: this.line([channel]), ways };
    });
  }

  /** File and line of what stands at a path of the layout. */
  line(path: readonly (string | number)[]): string {
    if (path.length === 0) return "the job";
    const { file, line } = this.#source.place(sourcePath(this.#source.value, path), "key");
    return `${relative(this.#folder, file)}:${line}`;
  }

  #of(branch: ProofBranch, way: string): string[] {
    const key = `${branch.kind} ${branch.name} ${way}`;
    const known = this.#cases.get(key) ?? [];
    this.#cases.set(key, known);
    return known;
  }

  #add(branch: ProofBranch, way: string, name: string): void {
    this.#of(branch, way).push(name);
  }
}

function found(
  { kind, conditions }: ProofBranch,
  wanted: boolean,
  search: BranchSearch,
  usual: () => Draft,
): RawObject | undefined {
  // A zone with room for all is what nearly every record has; it is full by one combination.
  if (kind === "zone" && !wanted) return undefined;
  for (const condition of conditions) {
    const record = search.find(condition, wanted, usual());
    if (record !== undefined) return record;
  }
  return undefined;
}

function wayOf(way: string, cases: readonly string[]): CoveredWay {
  const told = cases.slice(0, CASES_TOLD_MAX);
  return {
    way,
    cases: told,
    count: cases.length,
    ...(told.length === 0 && { isNotReached: true }),
  };
}
