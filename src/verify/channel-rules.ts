import type { MessageChannel } from "../model/channel.ts";
import type { TextFormat } from "../model/text-format.ts";
import type { VerifySetup } from "../model/verification.ts";
import { emailFault, type MessageFault } from "./email-fault.ts";
import { emailWords, smsWords } from "./message-words.ts";
import { smsFault } from "./sms-fault.ts";
import { textAloneFault } from "./text-alone-fault.ts";

/** Whose message belongs at a place of the batch. */
interface ExpectedMessage {
  readonly ordinal: number;
  readonly key: string;
}

type FindFault = (
  message: Uint8Array,
  expected: ExpectedMessage,
  setup: VerifySetup,
) => MessageFault | undefined;

/** What a message of each channel must be, stated independently of the writer. */
export const MESSAGE_RULES: Readonly<Record<MessageChannel, FindFault>> = {
  email: (message, { key }, setup) => emailFault(message, key, setup),
  sms: (line, { ordinal }, setup) => smsFault(line, ordinal, setup),
};

/** The words of each part of a message that people read, without blanks. */
export const MESSAGE_WORDS: Readonly<Record<MessageChannel, (message: Uint8Array) => string[]>> = {
  email: emailWords,
  sms: smsWords,
};

type FindForm = (
  message: Uint8Array,
  kind: string | undefined,
  formats: readonly TextFormat[],
) => string | undefined;

/** What is wrong with how a message of each channel is written for its customer. */
export const MESSAGE_FORMS: Readonly<Record<MessageChannel, FindForm>> = {
  email: textAloneFault,
  sms: () => undefined,
};
