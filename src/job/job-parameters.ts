import { diagnostic } from "../base/diagnostic.ts";
import type { ObjectShape, ScalarShape } from "../model/data-shape.ts";
import type { Parameters, ParameterValue } from "../model/parameter.ts";
import { isVariableName } from "../layout/data-declaration.ts";
import { parameterForm, parameterValue } from "../layout/parameter-form.ts";
import { nameHint } from "../yaml/suggest.ts";
import type { YamlSource } from "../yaml/yaml-source.ts";
import type { JobValue } from "./job-schema.ts";
import type { JobSettings } from "./job-settings.ts";
import type { ParameterDeclaration } from "./parameter-schema.ts";

type Declared = NonNullable<JobValue["parameters"]>;
type Given = Pick<JobSettings, "parameters" | "inherited" | "isOpen">;

/**
 * The parameters that a job declares, with the values that its file, the run it redrives or the
 * command line gives them. A value that does not fit its declaration is reported, and so is one
 * that is missing or that nobody declared.
 */
export function checkParameters(source: YamlSource, declared: Declared, given: Given): Parameters {
  const fields: Record<string, ScalarShape> = {};
  const values: Record<string, ParameterValue> = {};
  for (const [name, declaration] of Object.entries(declared)) {
    checkDeclaration(source, name, declaration);
    fields[name] = shapeOf(declaration, given.isOpen === true);
    const value = valueOf(source, name, declaration, given);
    if (value !== undefined) values[name] = value;
  }
  for (const name of given.parameters?.keys() ?? [])
    if (!Object.hasOwn(declared, name)) reportUndeclared(source, name, Object.keys(declared));
  return { shape: { kind: "object", fields }, values };
}

/** What the layout takes from its job must be declared there, alike, and always have a value. */
export function checkTaken(
  source: YamlSource,
  { shape, values }: Parameters,
  taken: ObjectShape | undefined,
  currencyDigits: number,
): void {
  for (const [name, wanted] of Object.entries(taken?.fields ?? {})) {
    const own = shape.fields[name];
    const path = ["parameters", name];
    if (own === undefined) {
      const message = `The layout takes the parameter \`${name}\`, a ${wanted.kind}; declare it.`;
      source.report("missing-parameter", path, message, {
        hint: `parameters: { ${name}: { type: ${wanted.kind} } }`,
      });
    } else if (own.kind !== wanted.kind) {
      const message = `\`${name}\` is ${own.kind} here and ${wanted.kind} in the layout.`;
      source.report("bad-parameter", [...path, "type"], message);
    } else if (isOptional(own) && !isOptional(wanted)) {
      const message = `The layout always needs \`${name}\`; give it a default, or require it.`;
      source.report("bad-parameter", path, message, { at: "key" });
    }
  }
  for (const [name, value] of Object.entries(values)) {
    const decimals = shape.fields[name]?.kind === "money" ? String(value).split(".")[1] : undefined;
    if ((decimals?.length ?? 0) <= currencyDigits) continue;
    const message = `\`${name}\` has more decimals than the layout's currency: ${currencyDigits}.`;
    source.report("bad-parameter", ["parameters", name], message, { at: "key" });
  }
}

function isOptional(shape: ObjectShape["fields"][string]): boolean {
  return "optional" in shape && shape.optional;
}

/** A parameter with a value is a constant; one that nobody has to give may be absent. */
function shapeOf(declaration: ParameterDeclaration, isOpen: boolean): ScalarShape {
  const { type, default: byDefault, required, "one-of": choices } = declaration;
  const optional = required === false && byDefault === undefined;
  const oneOf = type === "text" && choices !== undefined ? choices.map(String) : undefined;
  return { kind: type, optional: optional && !isOpen, ...(oneOf && { oneOf }) };
}

function checkDeclaration(
  source: YamlSource,
  name: string,
  { type, default: byDefault, required, "one-of": choices = [] }: ParameterDeclaration,
): void {
  const path = ["parameters", name];
  if (byDefault !== undefined && parameterValue(type, byDefault) === undefined)
    source.report("bad-parameter", [...path, "default"], mustBe(type));
  if (!isVariableName(name)) {
    const message = `\`${name}\` cannot name a parameter; use letters and digits, no CEL keyword.`;
    source.report("bad-field-name", path, message, { at: "key" });
  }
  for (const [index, choice] of choices.entries())
    if (parameterValue(type, choice) === undefined)
      source.report("bad-parameter", [...path, "one-of", index], mustBe(type));
  if (byDefault === undefined || required !== true) return;
  const message = "A parameter with a default is never required; leave one of the two out.";
  source.report("bad-parameter", [...path, "required"], message, { at: "key" });
}

function valueOf(
  source: YamlSource,
  name: string,
  declaration: ParameterDeclaration,
  { parameters, inherited, isOpen }: Given,
): ParameterValue | undefined {
  const written = parameters?.get(name) ?? inherited?.parameters[name] ?? declaration.default;
  if (written !== undefined) return fitting(source, name, declaration, written, parameters);
  if (declaration.required === false || isOpen === true) return undefined;
  const message = `The parameter \`${name}\` has no value; give --set ${name}=VALUE.`;
  const hint = `it must be ${parameterForm(declaration.type)}`;
  source.report("missing-parameter", ["parameters", name], message, { at: "key", hint });
  return undefined;
}

/** The value in its canonical form. Its own text is never repeated: a wrong one may be anything. */
function fitting(
  source: YamlSource,
  name: string,
  { type, "one-of": choices }: ParameterDeclaration,
  written: ParameterValue,
  given: JobSettings["parameters"],
): ParameterValue | undefined {
  const value = parameterValue(type, written);
  const isChoice = choices?.some((choice) => parameterValue(type, choice) === value) ?? true;
  if (value !== undefined && isChoice) return value;
  const wanted =
    value === undefined ? mustBe(type) : `This must be one of: ${choices?.join(", ")}.`;
  if (given?.has(name) !== true) {
    // A default that is not of its kind is reported already.
    if (value !== undefined)
      source.report("bad-parameter", ["parameters", name, "default"], wanted);
    return undefined;
  }
  const message = wanted.replace(/^This/, `--set ${name}`);
  source.diagnostics.push(diagnostic("job.bad-parameter", message));
  return undefined;
}

function mustBe(type: ParameterDeclaration["type"]): string {
  return `This must be ${parameterForm(type)}.`;
}

function reportUndeclared(source: YamlSource, name: string, names: readonly string[]): void {
  const message = `The job declares no parameter \`${name}\`, which --set names.`;
  const hint = nameHint(name, "parameters", names);
  source.diagnostics.push(diagnostic("job.unknown-parameter", message, { hint }));
}
