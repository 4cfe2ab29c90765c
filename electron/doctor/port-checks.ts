import type { DoctorCheck } from '../../shared/doctor.ts';
import { doctorTexts } from '../../shared/texts/doctor.ts';
import { runningTexts } from '../../shared/texts/running-codex.ts';
import type { AddressFacts, PortFacts } from './doctor-facts.ts';
import { failed, passed, warned, type Outcome } from './outcome.ts';

const { titles, port: texts } = doctorTexts;

/**
 * A check for each port of the browser sign-in, which needs one of them on both loopback
 * addresses: a port in use is a failure only where no other is left.
 */
export function portChecks(ports: readonly PortFacts[]): DoctorCheck[] {
  const isOneLeft = ports.some(isFree);
  return ports.map((facts) => ({
    id: `sign-in-port-${facts.port}`,
    title: titles.port({ port: facts.port }),
    ...portOutcome(facts, isOneLeft),
  }));
}

function portOutcome(facts: PortFacts, isOneLeft: boolean): Outcome {
  const detail = detailOf(facts);
  if (isFree(facts)) return passed(detail);
  const holder = holderOf(facts);
  return isOneLeft
    ? warned(`${detail} ${texts.otherUsed()}`, texts.closeOrFinish({ holder }))
    : failed(detail, texts.closeOrCode({ holder }));
}

/** Free for a sign-in, or held by the one of Gatehouse that is under way. */
function isFree({ ipv4, ipv6 }: PortFacts): boolean {
  return (ipv4.kind === 'free' || ipv4.kind === 'own') && ipv6.kind !== 'taken';
}

function detailOf({ ipv4, ipv6 }: PortFacts): string {
  if (ipv4.kind === 'own' && ipv6.kind !== 'taken') {
    return texts.own();
  }
  if (ipv4.kind === 'free' && ipv6.kind === 'free') return texts.free();
  return texts.both({ first: stateText('127.0.0.1', ipv4), second: stateText('::1', ipv6) });
}

function stateText(address: string, state: AddressFacts): string {
  const { kind } = state;
  if (kind !== 'taken') return texts.address[kind]({ address });
  return texts.address.taken({ address, holder: state.holder ?? runningTexts.anotherProgram() });
}

function holderOf({ ipv4, ipv6 }: PortFacts): string {
  const holders = [ipv4, ipv6].map((address) => (address.kind === 'taken' ? address.holder : null));
  return holders.find((holder) => holder !== null) ?? texts.holder();
}
