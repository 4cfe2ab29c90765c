import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where the JSON Schemas are: beside the app in a package, else in the repository. */
export function schemaFolder(resources: string | undefined = resourcesOfElectron()): string {
  const packed = resources === undefined ? null : path.join(resources, 'schemas');
  return packed !== null && existsSync(packed) ? packed : 'docs/schemas';
}

/** Electron alone has it, which the types of Node do not know. */
function resourcesOfElectron(): string | undefined {
  const { resourcesPath }: { readonly resourcesPath?: string } = process;
  return resourcesPath;
}
