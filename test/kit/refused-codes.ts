import { UsageError } from "../../src/base/diagnostic.ts";

/** The codes of the `UsageError` that the work ends with; none where it does not fail. */
export function refusedCodes(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    return codesOf(error);
  }
}

/** The same of work that takes its time. */
export async function laterRefusedCodes(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    return codesOf(error);
  }
}

/** The first code of what was thrown; of no `UsageError`, what it says. */
export function codeOf(error: unknown): string {
  return error instanceof UsageError ? (error.diagnostics[0]?.code ?? "") : String(error);
}

function codesOf(error: unknown): string[] {
  if (error instanceof UsageError) return error.diagnostics.map(({ code }) => code);
  throw error;
}
