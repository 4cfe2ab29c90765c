import { spokenLanguage, type Language, type Values } from './language.ts';
import type { Messages, MessageTexts } from './message.ts';

type Say = (values?: Values) => string;

/**
 * A section of the catalogue: English ICU messages by name, each as the function that says it.
 * https://unicode-org.github.io/icu/userguide/format_parse/messages/
 */
export function defineTexts<const Texts extends MessageTexts>(texts: Texts): Messages<Texts> {
  return said(texts) as Messages<Texts>;
}

function said(texts: MessageTexts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      typeof text === 'string' ? sayer(text) : said(text),
    ]),
  );
}

function sayer(text: string): Say {
  if (isPlain(text)) return (values = {}) => withValues(text, values);
  let compiled: { readonly by: Language; readonly say: (values: Values) => string } | null = null;
  return (values = {}) => {
    const by = spokenLanguage();
    if (compiled?.by !== by) compiled = { by, say: by.compile(text) };
    return compiled.say(values);
  };
}

/** Without plurals, choices, formats and quoting, a message is its text: no library is needed. */
export function isPlain(text: string): boolean {
  return !/'[{}']|\{\w+\s*,/.test(text);
}

function withValues(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
