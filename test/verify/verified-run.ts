import { assemblyMark } from "../../src/run/folder/assembly-mark.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { openAudit } from "../../src/run/decisions/decision-session.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { FragmentBook } from "../../src/proving/fragment-book.ts";
import { OutputExpectations } from "../../src/proving/output-expectations.ts";
import { ReprintExpectations } from "../../src/proving/reprint-expectations.ts";
import { verifySetup } from "../../src/work/verify-setup.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { OutputVerdict, SpoolExpectation, VerifySetup } from "../../src/model/verification.ts";
import { verifySpool } from "../../src/verify/verify-spool.ts";

const host = new NodeHost();

/** A finished run, with what the verifier is told of each of its spools. */
export interface VerifiedRun {
  readonly setup: VerifySetup;
  /** The run's own spools, then what was printed once more. */
  readonly spools: readonly SpoolExpectation[];
  verify(spool: SpoolExpectation, root?: string): OutputVerdict;
}

export function verifiedRun(out: string): VerifiedRun {
  const folder = runFolder(out);
  const frozen = readFrozenRun({ host, folder });
  const setup = verifySetup(frozen, folder.root, assemblyMark({ host, folder })?.resources);
  return {
    setup,
    spools: expectations(out, setup),
    verify: (spool, root = out) => verifySpool(host, { ...setup, root }, spool),
  };
}

function expectations(out: string, setup: VerifySetup): SpoolExpectation[] {
  const folder = runFolder(out);
  const frozen = readFrozenRun({ host, folder });
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const { entries } = openAudit({ host, folder, frozen });
    const onTrailers = assemblyMark({ host, folder })?.audit;
    const book = new FragmentBook({ folder, frozen, ledger });
    const account = { folder, frozen, ledger, book, entries, onTrailers };
    const own = new OutputExpectations(account);
    const again = new ReprintExpectations(account, setup.sidesPerSheet);
    const rows = ledger.spools();
    return [
      ...rows.map((row) => own.spool(row, rows.filter((one) => one.stream === row.stream).length)),
      ...again.entries.map((entry) => again.spool(entry)),
    ];
  } finally {
    ledger.close();
  }
}
