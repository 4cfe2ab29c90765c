import { format } from 'prettier';
import { z } from 'zod';

import { jsonOutputs } from '../electron/cli/json-outputs.ts';

export interface SchemaFile {
  /** Such as `status.schema.json`. */
  readonly name: string;
  readonly text: string;
}

/** The files of docs/schemas: a JSON Schema (draft 2020-12) for what each command prints with `--json`. */
export function schemaFiles(): Promise<SchemaFile[]> {
  return Promise.all(
    Object.entries(jsonOutputs).map(async ([command, schema]) => {
      const document = {
        title: `Output of gatehouse ${command} --json`,
        ...z.toJSONSchema(schema),
      };
      const text = await format(JSON.stringify(document), { parser: 'json', printWidth: 100 });
      return { name: `${command}.schema.json`, text };
    }),
  );
}
