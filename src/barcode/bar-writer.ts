import { setBit } from "./cells.ts";
import type { SymbolModules } from "../model/barcode.ts";

/** Bars and spaces of a linear symbol, one after the other, in modules. */
export class BarWriter {
  readonly #modules: boolean[] = [];

  /** Widths of bars and spaces in turns, such as `211214`, from a bar on. */
  widths(widths: string): void {
    for (let at = 0; at < widths.length; at += 1)
      for (let left = widths.charCodeAt(at) - 48; left > 0; left -= 1)
        this.#modules.push(at % 2 === 0);
  }

  /** Modules one by one, such as `101`: 1 is a bar. */
  modules(modules: string): void {
    for (const module of modules) this.#modules.push(module === "1");
  }

  /** A symbol of one row. */
  symbol(): SymbolModules {
    return this.stepped(1, () => true);
  }

  /** A symbol of some rows, in the last of which only some columns have bars. */
  stepped(rows: number, reachesDown: (column: number) => boolean): SymbolModules {
    const columns = this.#modules.length;
    const rowBytes = (columns + 7) >> 3;
    const bits = new Uint8Array(rowBytes * rows);
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const isBar = this.#modules[column] === true && (row < rows - 1 || reachesDown(column));
        if (isBar) setBit(bits, rowBytes, column, row);
      }
    return { columns, rows, bits };
  }
}
