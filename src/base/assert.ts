/**
 * A broken invariant: a fault of the program, never of its input. The run stops at its last
 * checkpoint, because wrong mail is worse than no mail.
 */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Throws an `InvariantError` saying `message` unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Proves at compile time that a union is exhausted, and at run time that no other value got in. */
export function assertNever(value: never, what: string): never {
  throw new InvariantError(`unexpected ${what}: ${JSON.stringify(value)}`);
}

/** The value, which the caller knows to exist; throws an `InvariantError` if it does not. */
export function defined<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new InvariantError(`${what} is missing`);
  return value;
}
