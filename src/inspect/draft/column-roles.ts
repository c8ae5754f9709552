import type { ColumnFinding } from "../../model/inspection.ts";

/** What columns of a file of customers are for, by their names and contents. */
export interface ColumnRoles {
  readonly name?: string;
  readonly lines: readonly string[];
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
  /** The address of e-mails. */
  readonly mailTo?: string;
  /** A boolean by which customers take bills by e-mail. */
  readonly paperless?: string;
}

const ROLES = {
  name: /(?:^|[_\s])(?:cust(?:omer)?|full|acct|account|bill)?[_\s]*name\d?$|^name/i,
  line: /addr(?:ess)?|street|^line[_\s]?\d|strasse/i,
  city: /^(?:.*[_\s])?(?:city|town|ort)$/i,
  region: /^(?:.*[_\s])?(?:st|state|prov(?:ince)?|region)$/i,
  postalCode: /zip|postal|postcode|plz/i,
  country: /^(?:.*[_\s])?(?:country|ctry)(?:[_\s]?(?:cd|code))?$/i,
  mailTo: /e-?mail/i,
  paperless: /paperless|e-?bill|e-?stmt|electronic|consent/i,
} as const;

/** What the post adds to an address, which is no line of it. */
const NO_LINE = /plus_?4|zip_?4|deliverab|point|county|carrier|type|kind/i;

/** What an address may have beside its lines, in columns whose names may have `address` in them. */
const PARTS = ["name", "city", "region", "postalCode", "country", "mailTo"] as const;

/** Finds the columns of the address, of e-mail and of consent, by what they look like. */
export function columnRoles(columns: readonly ColumnFinding[]): ColumnRoles {
  const texts = columns.filter(({ kind }) => kind.kind === "text" || kind.kind === "integer");
  const isOf = (role: RegExp, { name }: ColumnFinding): boolean =>
    role.test(name.replaceAll(/[.\s]/g, "_"));
  const first = (role: RegExp): string | undefined => texts.find((one) => isOf(role, one))?.name;
  const isPart = (column: ColumnFinding): boolean =>
    PARTS.some((role) => isOf(ROLES[role], column));
  const mailTo = texts.find(
    ({ name, samples }) =>
      ROLES.mailTo.test(name) && samples.some((sample) => sample.includes("@")),
  )?.name;
  // A second line that nobody has this time is one all the same.
  const lines = columns.filter(
    (column) =>
      ["text", "integer", "empty"].includes(column.kind.kind) &&
      isOf(ROLES.line, column) &&
      !isOf(NO_LINE, column) &&
      !isPart(column),
  );
  const paperless = columns.find(
    ({ name, kind }) => kind.kind === "boolean" && ROLES.paperless.test(name),
  )?.name;
  return {
    ...named("name", first(ROLES.name)),
    lines: lines.map(({ name }) => name).slice(0, 4),
    ...named("city", first(ROLES.city)),
    ...named("region", first(ROLES.region)),
    ...named("postalCode", first(ROLES.postalCode)),
    ...named("country", first(ROLES.country)),
    ...named("mailTo", mailTo),
    ...named("paperless", paperless),
  };
}

function named(name: keyof ColumnRoles, column: string | undefined): Partial<ColumnRoles> {
  return column === undefined ? {} : { [name]: column };
}
