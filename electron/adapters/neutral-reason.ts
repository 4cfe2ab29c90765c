import { withNumbersForUnseen } from '../base/unseen-characters.ts';
import { redact } from '../redaction/redact.ts';

const longestReason = 160;

/** The text of a platform or of the library as a short reason: one line, nothing secret or unseen. */
export function neutralReason(text: string): string {
  // After the first bracket or line break come values and addresses of the program.
  const [first = ''] = text
    .slice(0, 4 * longestReason)
    .trim()
    .split(/[\n\r\u2028\u2029[{]/);
  const line = first.replace(/\s+/g, ' ').trim();
  const shown = withNumbersForUnseen(redact(line)).replace(/[.:]$/, '');
  const characters = Array.from(shown);
  return characters.length <= longestReason
    ? shown
    : `${characters.slice(0, longestReason - 1).join('')}\u2026`;
}
