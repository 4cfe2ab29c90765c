import type { DoctorCheck } from '../../shared/doctor.ts';
import type { AddressFacts, PortFacts } from './doctor-facts.ts';
import { failed, passed, warned, type Outcome } from './outcome.ts';

/**
 * A check for each port of the browser sign-in, which needs one of them on both loopback
 * addresses: a port in use is a failure only where no other is left.
 */
export function portChecks(ports: readonly PortFacts[]): DoctorCheck[] {
  const isOneLeft = ports.some(isFree);
  return ports.map((facts) => ({
    id: `sign-in-port-${facts.port}`,
    title: `Sign-in port ${facts.port}`,
    ...portOutcome(facts, isOneLeft),
  }));
}

function portOutcome(facts: PortFacts, isOneLeft: boolean): Outcome {
  const detail = detailOf(facts);
  if (isFree(facts)) return passed(detail);
  const holder = holderOf(facts);
  return isOneLeft
    ? warned(
        `${detail} Sign-ins use another port.`,
        `Close ${holder}, or finish its sign-in, if sign-ins do not come back from the browser.`,
      )
    : failed(detail, `Close ${holder}, or sign in by a code: gatehouse login --device.`);
}

/** Free for a sign-in, or held by the one of Gatehouse that is under way. */
function isFree({ ipv4, ipv6 }: PortFacts): boolean {
  return (ipv4.kind === 'free' || ipv4.kind === 'own') && ipv6.kind !== 'taken';
}

function detailOf({ ipv4, ipv6 }: PortFacts): string {
  if (ipv4.kind === 'own' && ipv6.kind !== 'taken') {
    return 'Gatehouse itself listens there, for the sign-in under way.';
  }
  if (ipv4.kind === 'free' && ipv6.kind === 'free') return 'Free on 127.0.0.1 and ::1.';
  return `127.0.0.1 ${wordsOf(ipv4)}; ::1 ${wordsOf(ipv6)}.`;
}

function wordsOf(address: AddressFacts): string {
  switch (address.kind) {
    case 'free':
      return 'is free';
    case 'noFamily':
      return 'does not exist on this machine';
    case 'own':
      return 'is held by Gatehouse itself';
    case 'taken':
      return `is held by ${address.holder ?? 'another program'}`;
  }
}

function holderOf({ ipv4, ipv6 }: PortFacts): string {
  const holders = [ipv4, ipv6].map((address) => (address.kind === 'taken' ? address.holder : null));
  return holders.find((holder) => holder !== null) ?? 'the program that holds it';
}
