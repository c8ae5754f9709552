import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { RawStatement } from "./raw-statement.ts";

type Messages = { readonly [name: string]: string | Messages };

const locales = new URL("../../layouts/retail-statement/locales/", import.meta.url);
const CATALOGUES = { en: messagesOf("en-US"), es: messagesOf("es-US") };

const MONTHS = {
  en: "January February March April May June July August September October November December",
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
};

/** The words of a statement in its customer's language, and its dates, filled in by the tests. */
export class StatementTexts {
  readonly #language: "en" | "es";
  readonly #account: RawStatement["account"];

  constructor({ customer, account }: RawStatement) {
    this.#language = customer.language === "es" ? "es" : "en";
    this.#account = account;
  }

  /** A message by its name, as people read it: with its values, and without marks of type. */
  say(name: string, more: Readonly<Record<string, string | number>> = {}): string {
    const steps = name.split(".");
    const message = steps.reduce<string | Messages | undefined>(
      (node, step) => (typeof node === "object" ? node[step] : undefined),
      CATALOGUES[this.#language],
    );
    if (typeof message !== "string") throw new Error(`there is no message ${name}`);
    return message
      .replaceAll(/\{([\w.]+)(?:, date, ([\w-]+))?\}/g, (_, path: string, format?: string) =>
        this.#value(path, format, more),
      )
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll("**", "")
      .replaceAll(/\s+/g, " ");
  }

  /** 10/01/2026, or 01/10/2026 in Spanish. */
  short(date: string): string {
    return `${this.monthDay(date)}/${date.slice(0, 4)}`;
  }

  monthDay(date: string): string {
    const [month, day] = [date.slice(5, 7), date.slice(8, 10)];
    return this.#language === "es" ? `${day}/${month}` : `${month}/${day}`;
  }

  /** October 1, 2026, or 1 de octubre de 2026. */
  long(date: string): string {
    const day = Number(date.slice(8, 10));
    return this.#language === "es"
      ? `${day} de ${this.#month(date)} de ${date.slice(0, 4)}`
      : `${this.#month(date)} ${day}, ${date.slice(0, 4)}`;
  }

  monthYear(date: string): string {
    const between = this.#language === "es" ? " de " : " ";
    return `${this.#month(date)}${between}${date.slice(0, 4)}`;
  }

  #month(date: string): string {
    return MONTHS[this.#language].split(" ")[Number(date.slice(5, 7)) - 1] ?? "";
  }

  #value(
    path: string,
    format: string | undefined,
    more: Readonly<Record<string, unknown>>,
  ): string {
    if (path in more) return String(more[path]);
    if (path === "ending") return this.#account.number.slice(-4);
    const value = this.#account[path.replace("account.", "") as keyof RawStatement["account"]];
    if (format === "short") return this.short(value);
    if (format === "long") return this.long(value);
    return format === "month-year" ? this.monthYear(value) : value;
  }
}

function messagesOf(locale: string): Messages {
  const text = readFileSync(new URL(`${locale}.yaml`, locales), "utf8");
  return (parse(text) as { messages: Messages }).messages;
}
