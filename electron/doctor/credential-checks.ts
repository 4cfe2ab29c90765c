import { codexPrograms, type CodexCredentials } from '../../shared/codex-programs.ts';
import type { DoctorCheck } from '../../shared/doctor.ts';
import { doctorTexts as texts } from '../../shared/texts/doctor.ts';
import { credentialSentences, type Onlooker } from '../../shared/wording/codex-credentials.ts';
import type { DoctorFacts, DotenvFacts, HomeFacts } from './doctor-facts.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

/** With what Codex signs in here, and what its file `.env` changes. */
export function credentialChecks(
  { codex, dotenv, home, rules }: Pick<DoctorFacts, 'codex' | 'dotenv' | 'home' | 'rules'>,
  onlooker: Onlooker,
): DoctorCheck[] {
  const outcome = credentialOutcome(codex, onlooker, saidOf(rules));
  // One cause is one problem, and the check of the rules has it already.
  const isToldOfRules = ruleTroubles.includes(rules.kind) && outcome.action !== null;
  const credential = isToldOfRules ? skipped(outcome.detail) : outcome;
  return [
    { id: 'credential', title: texts.titles.credential(), ...credential },
    { id: 'dotenv', title: texts.titles.dotenv(), ...dotenvOutcome(dotenv, home) },
  ];
}

const ruleTroubles: readonly string[] = ['violated', 'conflict', 'invalid', 'unknown'];

/** What the check of the rules says, and is not said again. */
function saidOf(rules: DoctorFacts['rules']): readonly string[] {
  switch (rules.kind) {
    case 'violated':
      return [rules.message, rules.explanation];
    case 'invalid':
      return rules.mistakes.map(({ message }) => message);
    case 'conflict':
    case 'unknown':
      return [rules.message];
    case 'none':
    case 'vacant':
    case 'unasked':
    case 'met':
    case 'unjudged':
    case 'unowned':
    case 'pending':
      return [];
  }
}

function credentialOutcome(
  codex: CodexCredentials,
  onlooker: Onlooker,
  said: readonly string[],
): Outcome {
  const sentences = credentialSentences(codex, onlooker, said).join(' ');
  const uses = codexPrograms.map((program) => codex[program].uses);
  if (uses.includes('stops')) {
    return failed(sentences, texts.credential.correct());
  }
  if (uses.includes('unknown')) {
    return warned(sentences, texts.credential.askCodex());
  }
  if (sentences !== '') return passed(sentences);
  return uses.includes('stored')
    ? passed(texts.credential.stored())
    : skipped(texts.credential.none());
}

/** What Codex takes from it, besides what its tools may. */
const taken = /^(https?|all|no)_proxy$|^SSL_CERT_(FILE|DIR)$|^OPENAI_|^SPIFFE_/i;

function dotenvOutcome({ problem, sets }: DotenvFacts, { home }: HomeFacts): Outcome {
  if (problem !== null) return warned(texts.dotenv.problem({ problem }), texts.dotenv.correct());
  // Codex CLI 0.171.0 looks for its home again once it has read the file.
  if (sets.includes('HOME') && !home.isChosen) {
    const { folder } = home;
    return warned(texts.dotenv.setsHome({ folder }), texts.dotenv.takeHomeOut());
  }
  const names = sets.filter((name) => taken.test(name));
  return names.length === 0
    ? skipped(texts.dotenv.setsNothing())
    : passed(texts.dotenv.sets({ names: names.join(', ') }));
}
