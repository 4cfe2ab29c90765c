import { defineTexts } from './define-texts.ts';

/** Where a rule is set, and who removes what it forbids. */
export const rulePlaceTexts = defineTexts({
  line: 'line {line}',
  lineAndColumn: 'line {line}, column {column}',
  inSource: '{source}, line {line}',
  inSourceAndColumn: '{source}, line {line}, column {column}',
  isSet: 'The rule {rule} is set in {place}.',
  /** The programs of Codex that remove a sign-in which a forced rule forbids. */
  forcedRulePrograms: 'codex exec and the Codex terminal interface',
});
