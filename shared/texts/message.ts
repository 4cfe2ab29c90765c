/**
 * The values that a message takes, read off its text: `{name}` a text or a number,
 * `{n, plural, …}` and `{n, selectordinal, …}` a number, `{kind, select, …}` a text, and
 * `{n, number}`, `{at, date, …}`, `{at, time, …}` what they format.
 */
export type MessageValues<Text extends string> = Readonly<Flat<Parsed<Text, {}>[0]>>;

/** What says the message; it takes values where the text names some. */
type Message<Text extends string> = keyof MessageValues<Text> extends never
  ? () => string
  : (values: MessageValues<Text>) => string;

/** ICU messages by name, in groups where there are many. */
export interface MessageTexts {
  readonly [name: string]: string | MessageTexts;
}

/** The same names, with what says each. */
export type Messages<Texts extends MessageTexts> = {
  readonly [Name in keyof Texts]: Texts[Name] extends string
    ? Message<Texts[Name]>
    : Texts[Name] extends MessageTexts
      ? Messages<Texts[Name]>
      : never;
};

type Flat<Values> = { [Name in keyof Values]: Values[Name] };

/** Up to the end of the text or the brace that closes it: what was read, and what follows. */
type Parsed<Text extends string, Values> = Text extends `${infer Before}{${infer Opened}`
  ? Before extends `${string}}${string}`
    ? Closed<Text, Values>
    : ParsedArgument<Opened, Values>
  : Closed<Text, Values>;

type Closed<Text extends string, Values> = Text extends `${string}}${infer After}`
  ? [Values, After]
  : [Values, ''];

type ParsedArgument<Opened extends string, Values> = Opened extends `${infer Inside}}${infer After}`
  ? Inside extends `${infer Name}, ${infer Format}`
    ? Format extends `${infer Kind extends 'plural' | 'selectordinal' | 'select'},${string}`
      ? Opened extends `${Name}, ${Kind},${infer Branches}`
        ? ParsedBranches<Branches, Values & Record<Name, Kind extends 'select' ? string : number>>
        : never
      : Parsed<After, Values & Record<Name, Format extends `number${string}` ? number : Date>>
    : Parsed<After, Values & Record<Inside, string | number>>
  : never;

type ParsedBranches<Text extends string, Values> = Text extends `${infer Selector}{${infer Branch}`
  ? Selector extends `${string}}${string}`
    ? AfterBranches<Text, Values>
    : Parsed<Branch, Values> extends [infer Read, infer After extends string]
      ? ParsedBranches<After, Read>
      : never
  : AfterBranches<Text, Values>;

type AfterBranches<Text extends string, Values> = Text extends `${string}}${infer After}`
  ? Parsed<After, Values>
  : never;
