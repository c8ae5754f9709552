/** The day it is, as people would write it: nothing can have been mailed on another, right now. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
