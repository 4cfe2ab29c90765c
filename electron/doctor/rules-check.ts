import type { DoctorCheck } from '../../shared/doctor.ts';
import { positionText } from '../account/removal-text.ts';
import type { RulesFacts } from './doctor-facts.ts';

/** Whether a login rule stands in the way, and where it is set. */
export function rulesCheck(rules: RulesFacts): DoctorCheck {
  return { id: 'login-rules', title: 'Login rules', ...verdictOn(rules) };
}

function verdictOn(rules: RulesFacts): Pick<DoctorCheck, 'status' | 'detail' | 'action'> {
  switch (rules.kind) {
    case 'none':
      return { status: 'pass', detail: 'None is set.', action: null };
    case 'met':
      return { status: 'pass', detail: 'What is stored meets them.', action: null };
    case 'violated': {
      const { rule, source, line, column } = rules.place;
      const where = `${source}${positionText(line, column)}`;
      return {
        status: 'fail',
        detail: `${rules.message} The rule ${rule} is set in ${where}.`,
        action: rules.isOwn
          ? `Sign in as the rule demands, or change it in ${source}.`
          : 'Sign in as the rule demands, or ask your administrator.',
      };
    }
    case 'pending':
      return {
        status: 'warn',
        detail: `${rules.message}. Until then the sign-in is kept and not used.`,
        action:
          'Make sure that this machine reaches the sign-in service. The app tries again by itself.',
      };
    case 'unknown':
      return {
        status: 'fail',
        detail: `It is not known whether they allow the sign-in. ${rules.message}`,
        action: 'Correct what is named there; ask your administrator where the file is theirs.',
      };
  }
}
