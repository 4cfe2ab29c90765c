/** A button that sends its form. */
export interface FormButton {
  readonly name: string;
  readonly value: string;
  /** Its words, tags removed. */
  readonly text: string;
  readonly disabled: boolean;
}

export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  /** Inputs with a name and the values they are filled with. */
  readonly fields: Readonly<Record<string, string>>;
  readonly buttons: readonly FormButton[];
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}

function attributes(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', doubleQuoted, singleQuoted, bare] of tag.matchAll(
    /\s([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
  ))
    found[name.toLowerCase()] = decodeEntities(doubleQuoted ?? singleQuoted ?? bare ?? '');
  return found;
}

/** The forms of a simple page, as far as a person without scripts could use them. */
export function parseForms(html: string): HtmlForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(
    ([, formTag = '', content = '']) => {
      const form = attributes(formTag);
      const fields: Record<string, string> = {};
      for (const [, inputTag = ''] of content.matchAll(/<input\b([^>]*)>/gi)) {
        const { name, value = '' } = attributes(inputTag);
        if (name !== undefined) fields[name] = value;
      }
      const buttons = [...content.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)].map(
        ([, buttonTag = '', label = '']) => {
          const { name = '', value = '', disabled } = attributes(buttonTag);
          const text = decodeEntities(label.replace(/<[^>]*>/g, ' ')).trim();
          return { name, value, text, disabled: disabled !== undefined };
        },
      );
      return {
        action: form['action'] ?? '',
        method: (form['method'] ?? 'get').toLowerCase(),
        fields,
        buttons,
      };
    },
  );
}
