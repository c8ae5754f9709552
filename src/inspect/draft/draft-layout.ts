import type { DraftBy } from "./draft-job.ts";
import type { DraftDetail, DraftField, DraftPlan } from "./draft-plan.ts";
import { yamlText } from "./yaml-text.ts";

const COLUMNS_MAX = 6;
/** Texts longer than this stand below the facts, in paragraphs of their own. */
const FACT_LENGTH_MAX = 40;

/** The lines of a first plain layout: an address, all fields as facts, and tables of the rows. */
export function layoutLines(plan: DraftPlan, by: DraftBy): string[] {
  const { fields, key, address, roles } = plan;
  const rowLists = [...plan.details, ...plan.lists];
  const used = fields.filter(({ field }) => field !== undefined);
  const facts = used.filter((one) => one !== key && !isLong(one));
  const mailTo = used.find(({ column }) => column.name === roles.mailTo);
  const sums = provenSums(plan);
  return [
    `layout: ${by.name}`,
    "data:",
    `  ${address}: address`,
    ...used.map((one) => `  ${declared(one)}`),
    ...rowLists.map(({ into, fields: own }) => `  ${into}: [{ ${rowDeclared(own)} }]`),
    ...(sums.length > 0 ? [`sums: [${sums.join(", ")}]`] : []),
    "format: { locale: en-US, currency: USD } # ? which currency?",
    "fonts:",
    "  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-SemiBold.ttf }",
    "colors: { ink: { gray: 0 }, hairline: { gray: 75 } }",
    "styles:",
    "  body: { size: 9pt, leading: 12.5pt }",
    "  title: { size: 14pt, weight: bold }",
    `title: "{${key.field}}"`,
    "print:",
    "  stock: letter-60lb-duplex",
    "  envelope: us-10-window",
    `  address: ${address}`,
    "  masters:",
    "    - { name: first, body: [0.75in, 3.75in, 7in, 6.4in] }",
    "    - { name: rest, body: [0.75in, 0.75in, 7in, 9.4in] }",
    "blocks:",
    `  - heading: ${JSON.stringify(`${label(key)} {${key.field}}`)}`,
    "    style: title",
    "    space-after: 8pt",
    ...factLines(facts),
    ...used.filter((one) => one !== key && isLong(one)).flatMap(paragraphOf),
    ...rowLists.flatMap(tableOf),
    ...(mailTo?.field === undefined ? [] : mailLines(mailTo.field, by)),
  ];
}

function factLines(facts: readonly DraftField[]): string[] {
  if (facts.length === 0) return [];
  return ["  - facts:", ...facts.map((one) => `      - ${factOf(one)}`), "    space-after: 8pt"];
}

function declared({ column, field, isOptional }: DraftField): string {
  const kind = column.kind.kind === "empty" ? "text" : column.kind.kind;
  return `${field}: ${kind}${isOptional ? "?" : ""}`;
}

function rowDeclared(fields: readonly DraftField[]): string {
  const used = fields.filter(({ field }) => field !== undefined);
  return used.map(declared).join(", ");
}

function isLong({ column }: DraftField): boolean {
  return column.kind.kind === "text" && column.longest >= FACT_LENGTH_MAX;
}

/** Columns by their own names; paths as the field that they fill. */
function label({ column, field }: DraftField): string {
  const name = column.name.includes(".") ? (field ?? column.name) : column.name;
  return name.replaceAll(/[{}*_[\]\\]+/g, " ").trim();
}

function factOf(one: DraftField): string {
  const when = one.isOptional ? `, when: ${presence(one)}` : "";
  return `{ label: ${JSON.stringify(label(one))}, value: "${shown(one, one.field ?? "")}"${when} }`;
}

/** A text is there if it is not empty; of other kinds only a path with a dot can be asked for. */
function presence({ column, field }: DraftField): string {
  return column.kind.kind === "text" ? `'${field} != ""'` : `'${field} == ${field}'`;
}

function paragraphOf(one: DraftField): string[] {
  const lines = [`  - paragraph: "{${one.field}}"`];
  return one.isOptional ? [...lines, `    when: ${presence(one)}`] : lines;
}

function shown({ column }: DraftField, path: string): string {
  switch (column.kind.kind) {
    case "money":
      return `{${path} | symbol}`;
    case "boolean":
      return `{${path} ? 'yes' : 'no'}`;
    default:
      return `{${path}}`;
  }
}

function tableOf({ into, fields }: Pick<DraftDetail, "into" | "fields">): string[] {
  const used = fields.filter(({ field }) => field !== undefined);
  const shownOnes = used.slice(0, COLUMNS_MAX);
  const widest = shownOnes.reduce<DraftField | undefined>(
    (best, one) => (one.column.longest > (best?.column.longest ?? 0) ? one : best),
    undefined,
  );
  return [
    "  - table:",
    `      rows: ${into}`,
    "      as: row",
    "      columns:",
    ...shownOnes.map((one) => {
      const isNumber = ["money", "decimal", "integer"].includes(one.column.kind.kind);
      const width = one === widest ? "wrap: true" : "width: 72pt";
      const align = isNumber ? ", align: right" : "";
      const title = JSON.stringify(label(one));
      const text = shown(one, `row.${one.field}`).replace(" | symbol", "");
      return `        - { title: ${title}, show: "${text}", ${width}${align} }`;
    }),
    "      row-rule: hairline",
  ];
}

/** Money that the sender's trailer adds up is proven from the pages, too. */
function provenSums({ master, fields }: DraftPlan): string[] {
  return Object.keys(master.trailer?.sums ?? {}).flatMap((column) => {
    const field = fields.find((one) => one.column.name === column);
    const isMoney = field?.column.kind.kind === "money" && !field.isOptional;
    return isMoney && field.field !== undefined ? [field.field] : [];
  });
}

function mailLines(field: string, { name }: DraftBy): string[] {
  return [
    "email:",
    `  to: ${field}`,
    `  from: { name: ${yamlText(name)}, address: bills@example.com } # ? who sends it?`,
    `  subject: ${JSON.stringify(`Your ${name}`)}`,
  ];
}
