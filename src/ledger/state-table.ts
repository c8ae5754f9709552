import type { Ordinal } from "../base/units.ts";
import { defined } from "../base/assert.ts";
import type { Channel } from "../model/channel.ts";
import {
  type OutputState,
  PIECE_STATES,
  type PieceState,
  type RenditionName,
  type StateCount,
  type StateEffect,
} from "../model/piece-state.ts";
import { channelCode, channelOf } from "./channel-code.ts";
import { damagedRow } from "./damaged-row.ts";
import type { Row, Store } from "../store/store.ts";

/**
 * States that decisions gave: one row for a whole spool or batch, so that releasing a million
 * pieces is a row a spool, and one for each document that is an exception. A document's state is
 * its own row's, else its spool's, else the one it was recorded with. `seq` is the number of the
 * decision in the audit log, 0 if the run itself released what nobody wanted held.
 */
export const STATE_TABLES = `
    CREATE TABLE output_states (
      channel INTEGER NOT NULL,
      output INTEGER NOT NULL,
      state INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (channel, output)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE piece_states (
      channel INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      state INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (channel, ordinal)
    ) STRICT, WITHOUT ROWID;`;

const SET_OUTPUT = `
  INSERT INTO output_states (channel, output, state, seq) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET state = excluded.state, seq = excluded.seq`;

const SET_PIECE = `
  INSERT INTO piece_states (channel, ordinal, state, seq) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET state = excluded.state, seq = excluded.seq`;

/** Every spool and batch: where it is, and what it holds. */
const OUTPUTS = `
  SELECT ${channelCode("print")} AS channel, spool AS output, name, stream,
    pieces AS documents, pieces, pages, sheets
  FROM spools
  UNION ALL
  SELECT channel, batch, name, '', count, count, 0, 0 FROM batches
  ORDER BY 1, 2`;

const EXCEPTIONS = `
  SELECT own.channel, max(spool, batch) AS output, own.state, count(*) AS documents,
    count(DISTINCT iif(piece_number < 0, -own.ordinal - 1, piece_number)) AS pieces,
    sum(pages) AS pages, sum(sheets) AS sheets
  FROM piece_states AS own JOIN pieces USING (ordinal, channel)
  GROUP BY 1, 2, 3`;

/** The number that stands for a state in the tables. */
export function stateCode(state: PieceState): number {
  return PIECE_STATES.indexOf(state);
}

export function stateOf(code: unknown): PieceState {
  const state = PIECE_STATES[Number(code)];
  if (state === undefined) throw damagedRow("an unknown state");
  return state;
}

/** Sets what one decision changes, in the caller's transaction; again changes nothing. */
export function applyEffects(store: Store, seq: number, effects: readonly StateEffect[]): void {
  const places = new Map(
    store.rows(OUTPUTS).map((row) => [String(row["name"]), [row["channel"], row["output"]]]),
  );
  const setPiece = store.prepare(SET_PIECE);
  for (const { state, outputs = [], pieces = [] } of effects) {
    const code = stateCode(state);
    for (const name of outputs) {
      const [channel, output] = defined(places.get(name), `the spool or batch ${name}`);
      store.run(SET_OUTPUT, Number(channel), Number(output), code, seq);
    }
    for (const { channel, ordinal } of pieces)
      setPiece.run(channelCode(channel), ordinal, code, seq);
  }
}

/** What is in which state, by channel, then spool or batch, then state. */
export function countStates(store: Store): StateCount[] {
  const exceptions = store.rows(EXCEPTIONS);
  const states = wholeStates(store);
  return store.rows(OUTPUTS).flatMap((row) => {
    const own = exceptions.filter((other) => placeOf(other) === placeOf(row));
    const state = states.get(placeOf(row)) ?? "spooled";
    return countsOfOutput(row, state, own);
  });
}

/** Every spool and batch with its state as a whole, by channel, then index. */
export function outputStates(store: Store): OutputState[] {
  const states = wholeStates(store);
  return store.rows(OUTPUTS).map((row) => ({
    channel: channelOf(row["channel"]),
    index: Number(row["output"]),
    name: String(row["name"]),
    stream: String(row["stream"]),
    state: states.get(placeOf(row)) ?? "spooled",
    pieces: Number(row["pieces"]),
  }));
}

function wholeStates(store: Store): Map<string, PieceState> {
  const rows = store.rows("SELECT channel, output, state FROM output_states");
  return new Map(rows.map((row) => [placeOf(row), stateOf(row["state"])]));
}

function placeOf(row: Row): string {
  return `${String(row["channel"])} ${String(row["output"])}`;
}

const COUNTED = ["documents", "pieces", "pages", "sheets"] as const;

function countsOfOutput(output: Row, state: PieceState, exceptions: readonly Row[]): StateCount[] {
  const named = {
    channel: channelOf(output["channel"]),
    stream: String(output["stream"]),
    output: String(output["name"]),
  };
  const rest: Row = { ...output };
  for (const own of exceptions)
    for (const what of COUNTED) rest[what] = Number(rest[what]) - Number(own[what]);
  const counts = new Map<PieceState, StateCount>();
  for (const [name, row] of [
    [state, rest] as const,
    ...exceptions.map((own) => [stateOf(own["state"]), own] as const),
  ]) {
    const known = counts.get(name);
    const count = (what: (typeof COUNTED)[number]): number =>
      (known?.[what] ?? 0) + Number(row[what]);
    const [documents, pieces] = [count("documents"), count("pieces")];
    const [pages, sheets] = [count("pages"), count("sheets")];
    counts.set(name, { ...named, state: name, documents, pieces, pages, sheets });
  }
  return [...counts.values()]
    .filter(({ documents }) => documents > 0)
    .sort((a, b) => stateCode(a.state) - stateCode(b.state));
}

/** States of single documents of one spool or batch that differ from what it has as a whole. */
export interface OutputStates {
  /** Undefined if no decision was made about the whole. */
  readonly whole: PieceState | undefined;
  readonly own: ReadonlyMap<number, PieceState>;
}

/** The states of one spool or batch, for going through its documents. */
export function statesOfOutput(store: Store, channel: Channel, output: number): OutputStates {
  const code = channelCode(channel);
  const whole = store.row(
    "SELECT state FROM output_states WHERE channel = ? AND output = ?",
    code,
    output,
  );
  const own = store.rows("SELECT ordinal, state FROM piece_states WHERE channel = ?", code);
  return {
    whole: whole && stateOf(whole["state"]),
    own: new Map(own.map((row) => [Number(row["ordinal"]), stateOf(row["state"])])),
  };
}

/** The state of a document that was recorded with state `recorded` in a spool or batch. */
export function stateOfDocument(
  store: Store,
  { channel, ordinal }: RenditionName,
  output: number,
  recorded: PieceState,
): PieceState {
  const own = store.row(
    "SELECT state FROM piece_states WHERE channel = ? AND ordinal = ?",
    channelCode(channel),
    ordinal,
  );
  if (own !== undefined) return stateOf(own["state"]);
  const whole = store.row(
    "SELECT state FROM output_states WHERE channel = ? AND output = ?",
    channelCode(channel),
    output,
  );
  return whole === undefined ? recorded : stateOf(whole["state"]);
}

/** Documents that a decision of their own put in a state, by channel and ordinal. */
export function documentsInState(store: Store, state: PieceState): RenditionName[] {
  return store
    .rows(
      "SELECT channel, ordinal FROM piece_states WHERE state = ? ORDER BY channel, ordinal",
      stateCode(state),
    )
    .map((row) => ({ channel: channelOf(row["channel"]), ordinal: Number(row["ordinal"]) }));
}

/** A state that a decision gave, as the tables have it: of a whole output, or of one document. */
export interface DecidedState {
  readonly channel: Channel;
  /** Index of the spool or batch, where the state is that of all of it. */
  readonly output?: number;
  readonly ordinal?: Ordinal;
  readonly state: PieceState;
  readonly seq: number;
}

export function decidedStates(store: Store): DecidedState[] {
  const given = (row: Row) => ({
    channel: channelOf(row["channel"]),
    state: stateOf(row["state"]),
    seq: Number(row["seq"]),
  });
  return [
    ...store
      .rows("SELECT * FROM output_states ORDER BY channel, output")
      .map((row) => ({ ...given(row), output: Number(row["output"]) })),
    ...store
      .rows("SELECT * FROM piece_states ORDER BY channel, ordinal")
      .map((row) => ({ ...given(row), ordinal: Number(row["ordinal"]) })),
  ];
}

/** Gives spools and batches that nobody decided about the state of what may go on. */
export function releaseUnheld(store: Store): void {
  const released = stateCode("released");
  store.transaction(() => {
    for (const { channel, output } of store.rows(OUTPUTS))
      store.run(
        `INSERT INTO output_states (channel, output, state, seq) VALUES (?, ?, ?, 0)
        ON CONFLICT DO NOTHING`,
        Number(channel),
        Number(output),
        released,
      );
  });
}
