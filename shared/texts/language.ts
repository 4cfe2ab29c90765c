/** The values of one message by name. */
export type Values = Readonly<Record<string, string | number | Date>>;

/** What a process speaks: how an ICU message becomes what is shown. */
export interface Language {
  /** BCP 47, such as "en". */
  readonly locale: string;
  /** @throws SyntaxError for a text that is no ICU message. */
  compile(message: string): (values: Values) => string;
}

/** The class of `intl-messageformat` (FormatJS), as far as it is used here. */
export interface MessageFormatClass {
  new (
    message: string,
    locales: string,
    formats: undefined,
    options: { readonly ignoreTag: boolean },
  ): { format(values: Values): unknown };
}

/** @param library is asked for when a message needs it, which few do. */
function icuLanguage(locale: string, library: () => MessageFormatClass): Language {
  return {
    locale,
    compile(message) {
      const IcuMessage = library();
      const compiled = new IcuMessage(message, locale, undefined, { ignoreTag: true });
      return (values) => String(compiled.format(values));
    },
  };
}

let language: Language | null = null;

/** Called once, where a process starts. @param library `IntlMessageFormat`. */
export function speakEnglish(library: () => MessageFormatClass): void {
  language = icuLanguage('en', library);
}

/** @throws Error where the process has chosen none: a defect. */
export function spokenLanguage(): Language {
  if (language === null) throw new Error('no language was chosen: see speakEnglish');
  return language;
}
