import { keysOf } from "../../base/keys-of.ts";
import { byPlace, type Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import type { Devices } from "../../model/device.ts";
import type { Shop } from "../../model/shop.ts";
import { checkPeople } from "./check-people.ts";
import { checkDevice, checkedDevice, type Device } from "./check-device.ts";
import { CopybookReader } from "../formats/copybook/read-copybooks.ts";
import { checkSuppress } from "../lists/check-lists.ts";
import { describedLists } from "../lists/described-lists.ts";
import { suppressOf } from "../lists/list-values.ts";
import { isMapping } from "../../layout/data-declaration.ts";
import { absolute } from "../../layout/absolute-path.ts";
import { holdOf, mailOf } from "../job-values.ts";
import type { SharedFolders } from "../../layout/layout-files.ts";
import { checkAgainst, reportMissing, reportUnknownKey } from "../../yaml/schema-issues.ts";
import { filePath } from "../../yaml/schema-values.ts";
import { reportSecretValues } from "../../yaml/secret-scan.ts";
import { type ShopValue, shopSchema } from "./shop-schema.ts";
import { nameHint } from "../../yaml/suggest.ts";
import { readYaml, type YamlSource } from "../../yaml/yaml-source.ts";

export interface CheckedShop {
  readonly shop?: Shop;
  readonly diagnostics: readonly Diagnostic[];
}

interface ShopCheck {
  readonly source: YamlSource;
  readonly host: Host;
  readonly folder: string;
  readonly shared: SharedFolders;
}

const { devices: _, ...SECTION_SCHEMAS } = shopSchema.shape;
type Section = keyof typeof SECTION_SCHEMAS;
type SectionValues = Omit<ShopValue, "devices">;

const PIECES_MAX_PERCENT = 100;

/**
 * Checks the shop file at the absolute path `file` and the device files it names: all errors at
 * once, each with its place. Files it names are relative to it.
 */
export function checkShop(host: Host, file: string, shared: SharedFolders): CheckedShop {
  const source = readYaml(host, file, "shop");
  const folder = file.slice(0, file.lastIndexOf("/")) || "/";
  const check = { source, host, folder, shared };
  const shop = source.diagnostics.length > 0 ? undefined : checkedShop(check);
  const diagnostics = source.diagnostics.toSorted(byPlace);
  return shop === undefined || diagnostics.length > 0 ? { diagnostics } : { shop, diagnostics };
}

function checkedShop(check: ShopCheck): Shop | undefined {
  const { source, folder } = check;
  const { value } = source;
  if (!isMapping(value)) {
    source.report("wrong-value", [], "A shop is a mapping that starts with `shop: name`.");
    return undefined;
  }
  const known = Object.keys(shopSchema.shape);
  for (const key of Object.keys(value))
    if (!known.includes(key)) reportUnknownKey(source, [key], known);
  const sections = checkedSections(source, value);
  const devices = checkedDevices(check, value["devices"]);
  checkAssign(source, sections.assign ?? [], devices);
  checkSuppress(source, sections.suppress);
  const copybooks = new CopybookReader(source, check.host, folder);
  const { suppress } = sections;
  const suppressed = suppress && { suppress: describedLists(copybooks, suppress) };
  const people = checkPeople(source, check.host, folder, sections);
  reportSecretValues(source);
  return source.diagnostics.length > 0
    ? undefined
    : {
        ...shopOf({ ...sections, ...suppressed } as SectionValues, devices, source.file, folder),
        ...people,
      };
}

function checkedSections(
  source: YamlSource,
  value: Readonly<Record<string, unknown>>,
): Partial<SectionValues> {
  const sections: Partial<Record<Section, unknown>> = {};
  for (const key of keysOf(SECTION_SCHEMAS)) {
    const schema = SECTION_SCHEMAS[key];
    if (value[key] !== undefined) sections[key] = checkAgainst(source, [key], schema, value[key]);
    else if (!schema.safeParse(undefined).success) reportMissing(source, [key]);
  }
  return sections as Partial<SectionValues>;
}

function checkedDevices(check: ShopCheck, value: unknown): Devices {
  const { source } = check;
  if (value === undefined) return devicesOf([]);
  if (typeof value === "string") return devicesOf(devicesInFolder(check, value));
  if (!Array.isArray(value)) {
    const message = "This must be a folder of device files, or a list of devices.";
    source.report("wrong-value", ["devices"], message);
    return devicesOf([]);
  }
  const found = value.map((one, index) => checkedDevice(source, check, ["devices", index], one));
  const names = value.map((one) => (isMapping(one) ? String(one["device"]) : ""));
  names.forEach((name, index) => {
    if (name === "" || names.indexOf(name) === index) return;
    const message = `There is already a device \`${name}\`; give each a unique name.`;
    source.report("name-taken", ["devices", index, "device"], message);
  });
  return devicesOf(found);
}

/** Devices of a folder's files, named after the files, so that no two have the same name. */
function devicesInFolder({ source, host, folder, shared }: ShopCheck, name: string): Device[] {
  if (checkAgainst(source, ["devices"], filePath, name) === undefined) return [];
  const path = absolute(folder, name);
  const files = host.list(path).filter((file) => file.endsWith(".yaml"));
  if (files.length === 0) {
    const message = `There are no device files in \`${name}\`; name a folder with some.`;
    source.report("no-devices", ["devices"], message);
  }
  return files.flatMap((file) => {
    const { device, diagnostics } = checkDevice(host, `${path}/${file}`, shared);
    source.diagnostics.push(...diagnostics);
    if (device === undefined) return [];
    const own = "press" in device ? device.press.name : device.inserter.name;
    if (`${own}.yaml` === file) return [device];
    const message = `The device \`${own}\` is in ${file}; name the file after the device.`;
    source.report("device-file-name", ["devices"], message);
    return [];
  });
}

function devicesOf(found: readonly (Device | undefined)[]): Devices {
  return {
    presses: found.flatMap((one) => (one !== undefined && "press" in one ? [one.press] : [])),
    inserters: found.flatMap((one) =>
      one !== undefined && "inserter" in one ? [one.inserter] : [],
    ),
  };
}

function checkAssign(
  source: YamlSource,
  rules: NonNullable<ShopValue["assign"]>,
  { presses, inserters }: Devices,
): void {
  const kinds = { press: presses, inserter: inserters } as const;
  rules.forEach((rule, index) => {
    for (const kind of ["press", "inserter"] as const) {
      const name = rule[kind];
      const names = kinds[kind].map((device) => device.name);
      if (name === undefined || names.includes(name)) continue;
      const message = `The shop has no ${kind} \`${name}\`; name one that it has.`;
      source.report("unknown-device", ["assign", index, kind], message, {
        hint: nameHint(name, kind === "press" ? "presses" : "inserters", names),
      });
    }
  });
}

function shopOf(value: SectionValues, devices: Devices, file: string, folder: string): Shop {
  const mailers = Object.entries(value.mailers ?? {});
  const suppress = suppressOf(value.suppress, folder);
  return {
    name: value.shop,
    file,
    registerFile: absolute(folder, value.register ?? "register.db"),
    ...(value.workers !== undefined && { workers: value.workers }),
    devices,
    assign: (value.assign ?? []).map(({ streams, press, inserter }) => ({
      streams,
      ...(press !== undefined && { press }),
      ...(inserter !== undefined && { inserter }),
    })),
    mailers: Object.fromEntries(mailers.map(([name, mailer]) => [name, mailOf(mailer)])),
    retentionDays: value.retention ?? {},
    ...(value.hold && { hold: holdOf(value.hold) }),
    ...(value.seeds !== undefined && { seedsFile: absolute(folder, value.seeds) }),
    ...(suppress && { suppress }),
    ...(value.certificate && { certificateKeyFile: absolute(folder, value.certificate.key) }),
    reprints: {
      piecesMaxPercent: value.reprints?.["pieces-max-percent"] ?? PIECES_MAX_PERCENT,
    },
  };
}
