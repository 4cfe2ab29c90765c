import '../shared/testing/speak-english.ts';

import { format } from 'prettier';
import { z } from 'zod';

import { commands } from '../electron/cli/commands.ts';

export interface SchemaFile {
  /** Such as `status.schema.json`. */
  readonly name: string;
  readonly text: string;
}

/** Loaded with this file: its importer may be gone when its function is called. */
const outputs = await Promise.all(
  Object.entries(commands).map(
    async ([name, { load }]) => [name, (await load()).output()] as const,
  ),
);

/** The files of docs/schemas: a JSON Schema (draft 2020-12) for what each command prints with `--json`. */
export function schemaFiles(): Promise<SchemaFile[]> {
  return Promise.all(
    outputs.map(async ([command, output]) => {
      const document = {
        title: `Output of gatehouse ${command} --json`,
        ...z.toJSONSchema(output),
      };
      const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 100 });
      return { name: `${command}.schema.json`, text };
    }),
  );
}
