import type { BegunRun } from "../run/folder/open-run.ts";
import type { AuditRoot } from "../model/audit.ts";
import type { SpoolPlan } from "../model/piece.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";
import type { PageResources } from "../spool/spool-job.ts";
import { assemblyMark } from "../run/folder/assembly-mark.ts";
import { loadSubsetter } from "./load-subsetter.ts";
import { prepare } from "./prepare.ts";
import { addFragmentUse, preparedUse } from "./resource-use.ts";
import { buildResources } from "./resources.ts";
import { checkFilesUnchanged } from "../run/folder/resources-unchanged.ts";
import { openAudit } from "../run/decisions/decision-session.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import { checkSameResources } from "../run/folder/same-resources.ts";
import { Assembler, type PlacedSpool, type SpoolTarget } from "./spool-assembler.ts";

/**
 * A composed run from which pieces can be reprinted: their composed bytes are copied unchanged,
 * with the same fonts and art as in the run's spools.
 */
export interface Reassembly {
  readonly resources: PageResources;
  /**
   * Assembles pieces (see `repeatedPlan`) into one file and, unless told otherwise, its list. The
   * trailer states the audit log's root at assembly, or at the given decision.
   */
  assemble(plan: SpoolPlan, target: SpoolTarget, audit?: AuditRoot): PlacedSpool;
  close(): void;
}

/**
 * Opens a run whose fragments all exist. Throws a `UsageError` if a font or image differs from the
 * one that it was composed with, a `HostError` if a fragment is damaged.
 */
export async function openReassembly(run: BegunRun): Promise<Reassembly> {
  const { host, folder, frozen } = run;
  checkFilesUnchanged(run);
  const { plan, job, scan } = frozen;
  const prepared = await prepare(host, plan, job);
  const use = preparedUse(prepared);
  for (const { index } of scan.shards) {
    const reader = FragmentReader.open(host, fragmentPath(folder, index));
    try {
      addFragmentUse(use, reader);
    } finally {
      reader.close();
    }
  }
  loadSubsetter(host);
  const resources = buildResources(plan, prepared, use);
  const begun = assemblyMark(run);
  checkSameResources(resources.made, begun?.resources);
  // A trailer states what was decided before assembly, also the trailer of a later reprint.
  const audit = begun?.audit ?? openAudit(run).root;
  const assembler = new Assembler(run, prepared.fonts);
  return {
    resources,
    assemble: (spool, target, root = audit) => assembler.spool(spool, resources, root, target),
    close: () => assembler.close(),
  };
}
