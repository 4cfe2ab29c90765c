import { requestTexts as texts } from '../../shared/texts/requests.ts';
import { AppFailure } from '../base/app-failure.ts';

export interface SuggestedFile {
  readonly title: string;
  readonly name: string;
  /** The one that the name has comes first. */
  readonly formats: readonly { readonly name: string; readonly extension: string }[];
}

export interface ExportTools {
  /** Null where the person wants no file. */
  readonly chooseFile: (suggested: SuggestedFile) => Promise<string | null>;
  readonly writeFile: (file: string, text: string) => Promise<void>;
}

/** Writes a text where the person wants it. @throws {AppFailure} `file-unwritable` */
export async function exportToFile(
  tools: ExportTools,
  suggested: SuggestedFile,
  textFor: (file: string) => string | Promise<string>,
): Promise<'saved' | 'cancelled'> {
  const file = await tools.chooseFile(suggested);
  if (file === null) return 'cancelled';
  const text = await textFor(file);
  try {
    await tools.writeFile(file, text);
  } catch {
    throw new AppFailure('file-unwritable', texts.exports.notWritten({ file }));
  }
  return 'saved';
}
