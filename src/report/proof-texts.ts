import { HTML_ENTITIES } from "../base/html-entities.ts";
import { CHANNEL_FACTS, CHANNELS } from "../model/channel.ts";

const CASE = /<section aria-labelledby="case-([^"]*)">([\s\S]*?)<\/section>/g;
const RENDITION = "<div><h3>";
const MESSAGE = /^([^<]*)<\/h3>([\s\S]*?)<pre tabindex="0">([\s\S]*?)<\/pre>/;
const SUBJECT = /<strong>Subject:<\/strong> ([^<]*)<\/p>/;
const ENTITY = /&[#\w]+;/g;
const CHARACTERS = new Map(Object.entries(HTML_ENTITIES).map(([one, entity]) => [entity, one]));

/**
 * What the messages of a `proof.html` say, by the name of the case and the channel: the one place
 * where a proof set has their texts.
 */
export function shownTexts(html: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [, name = "", section = ""] of html.matchAll(CASE))
    for (const part of section.split(RENDITION)) {
      const [, called = "", before = "", text = ""] = MESSAGE.exec(part) ?? [];
      const channel = CHANNELS.find((one) => CHANNEL_FACTS[one].one === called);
      if (channel === undefined) continue;
      const subject = SUBJECT.exec(before)?.[1];
      const said = subject === undefined ? text : `${subject}\n${text}`;
      texts.set(`${name} ${channel}`, plain(said));
    }
  return texts;
}

function plain(html: string): string {
  return html.replaceAll(ENTITY, (entity) => CHARACTERS.get(entity) ?? entity);
}
