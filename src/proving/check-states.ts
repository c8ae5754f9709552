import type { DecidedState } from "../ledger/state-table.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Breach } from "../model/verification.ts";

type NamedState = Pick<DecidedState, "channel" | "output" | "ordinal" | "state" | "seq">;

/**
 * Checks the ledger's states of spools, batches and documents against the decisions in the audit
 * log that set them. Nothing else changes a state, except that the run itself releases output that
 * is not held, as decision 0. The log was read after the states, so it may hold later decisions.
 */
export function stateBreaches(
  ledger: Ledger,
  { applied, states: known }: ReturnType<Ledger["decidedStates"]>,
  entries: readonly AuditEntry[],
): readonly Breach[] {
  const decided = decidedBy(
    entries.filter(({ seq }) => seq <= applied),
    ledger,
  );
  const places = new Set(known.map(placeOf));
  const wrong = known.filter((row) => {
    const wanted = decided.get(placeOf(row));
    if (wanted === undefined) return row.seq !== 0 || row.state !== "released";
    return row.state !== wanted.state || row.seq !== wanted.seq;
  });
  const lost = [...decided].filter(([place]) => !places.has(place)).map(([, row]) => row);
  const unspooled = ledger.piecesNotSpooled().map(({ channel, ordinal, pieceNumber, state }) => {
    const piece = pieceNumber < 0 ? {} : { piece: pieceNumber };
    const message = `Document ${ordinal} (${channel}) was recorded as ${state}, not spooled.`;
    return { ...breach(message), document: ordinal, ...piece };
  });
  return [...unspooled, ...[...wrong, ...lost].map(undecided)];
}

/** By place, the last decision's state. */
function decidedBy(entries: readonly AuditEntry[], ledger: Ledger): Map<string, NamedState> {
  const outputs = new Map(ledger.outputStates().map((output) => [output.name, output]));
  const states = new Map<string, NamedState>();
  const set = (row: NamedState): void => {
    states.set(placeOf(row), row);
  };
  for (const { seq, details } of entries) {
    const effects = details.effects ?? [];
    for (const { state, outputs: names = [], pieces = [] } of effects) {
      for (const name of names) {
        const output = outputs.get(name);
        if (output !== undefined)
          set({ channel: output.channel, output: output.index, state, seq });
      }
      for (const { channel, ordinal } of pieces) set({ channel, ordinal, state, seq });
    }
  }
  return states;
}

function placeOf({ channel, output, ordinal }: NamedState): string {
  return output === undefined ? `${channel} document ${ordinal}` : `${channel} output ${output}`;
}

function undecided(row: NamedState): Breach {
  const message = `The state of ${placeOf(row)} differs from that of the last decision about it.`;
  const { ordinal } = row;
  return { ...breach(message), ...(ordinal !== undefined && { document: ordinal }) };
}

function breach(message: string): Breach {
  return { code: "verify.state", message, file: "ledger.db" };
}
