import { type Markup, markup } from "./markup.ts";

export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

export interface TableContent {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** One cell per column; the first is the row's head. */
  readonly rows: readonly (readonly (Markup | string)[])[];
}

/** A table with caption, column heads and row heads, in a box that scrolls by itself if needed. */
export function dataTable({ caption, columns, rows }: TableContent): Markup {
  const heads = columns.map(
    (column) => markup`<th scope="col"${kindOf(column)}>${column.head}</th>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
<table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.map((cells) => tableRow(columns, cells))}</tbody>
</table>
</div>
`;
}

function tableRow(columns: readonly Column[], cells: readonly (Markup | string)[]): Markup {
  const written = cells.map((cell, nth) =>
    nth === 0
      ? markup`<th scope="row">${cell}</th>`
      : markup`<td${kindOf(columns[nth])}>${cell}</td>`,
  );
  return markup`<tr>${written}</tr>\n`;
}

function kindOf(column: Column | undefined): Markup {
  return column?.isNumber === true ? markup` class="number"` : markup``;
}
