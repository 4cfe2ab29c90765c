import { openActivityFile } from '../adapters/activity-file.ts';
import { activityEntry } from '../../shared/testing/activity-entry.ts';

/** A program that records: `node activity-writer.mjs DATA-FOLDER NAME COUNT MAX-BYTES`. */
const [dataFolder = '', name = '', count = '', maxBytes = ''] = process.argv.slice(2);
const log = openActivityFile({ dataFolder, maxBytes: Number(maxBytes) });
for (let number = 0; number < Number(count); number += 1) {
  log.record(activityEntry({ account: name, detail: `n${number}` }));
}
