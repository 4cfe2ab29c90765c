import { format } from 'prettier';
import { z } from 'zod';

import { commands } from '../electron/cli/commands.ts';

export interface SchemaFile {
  /** Such as `status.schema.json`. */
  readonly name: string;
  readonly text: string;
}

/** The files of docs/schemas: a JSON Schema (draft 2020-12) for what each command prints with `--json`. */
export function schemaFiles(): Promise<SchemaFile[]> {
  return Promise.all(
    Object.entries(commands).map(async ([command, { output }]) => {
      const document = {
        title: `Output of gatehouse ${command} --json`,
        ...z.toJSONSchema(output),
      };
      const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 100 });
      return { name: `${command}.schema.json`, text };
    }),
  );
}
