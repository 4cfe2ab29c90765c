import type { DoctorCheck } from '../../shared/doctor.ts';
import { routeInUse, unusableVariable, type RouteName } from '../network/routes.ts';
import type { DoctorFacts, EndpointAnswer, EndpointFacts, RouteFacts } from './doctor-facts.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

/** Whether the issuer is reached, which way Gatehouse goes there, and whether another would do. */
export function routeChecks(facts: DoctorFacts): DoctorCheck[] {
  const { tokenEndpoint, tokenOverrides, issuer, routes } = facts;
  const token = endpointOutcome(tokenEndpoint, wayInUse(routes), actionFor(routes));
  return [
    {
      id: 'token-endpoint',
      title: 'Token endpoint',
      ...token,
      detail: [token.detail, ...tokenOverrides].join(' '),
    },
    {
      id: 'issuer',
      title: 'Issuer of sign-ins',
      ...(issuer === null
        ? skipped('It is asked at the token endpoint.')
        : endpointOutcome(issuer, null, null)),
    },
    { id: 'environment-proxy', title: 'Proxy of the environment', ...environmentOutcome(routes) },
    { id: 'system-proxy', title: 'Proxy of the system', ...systemOutcome(routes) },
    { id: 'direct-route', title: 'Without a proxy', ...directOutcome(routes) },
  ];
}

function endpointOutcome(
  { origin, answer }: EndpointFacts,
  way: string | null,
  action: string | null,
): Outcome {
  if (answer.kind === 'failed') {
    return failed(answer.fact, action ?? answer.advice ?? lastAdvice(origin, answer));
  }
  const reached = way === null ? `${origin} is reached` : `${origin} is reached ${way}`;
  return answer.isServerError
    ? warned(`${reached} and has a problem of its own: ${answer.status}.`, 'Try again later.')
    : passed(`${reached}; it answers ${answer.status} to an empty request.`);
}

function lastAdvice(origin: string, { code }: Extract<EndpointAnswer, { kind: 'failed' }>): string {
  return code === 'redirected'
    ? `Sign in to this network in the browser, or have it let ${origin} through.`
    : `Check the network, and that the firewall lets this machine reach ${origin}.`;
}

function wayInUse(routes: RouteFacts): string {
  const { environment, system } = routes;
  const used = routeInUse(routes);
  if (used === 'environment' && environment.kind === 'proxy') {
    return `through ${environment.origin}, the proxy of ${environment.variable}`;
  }
  if (used === 'system' && system.kind === 'proxy') {
    return `through ${system.names}, the proxy of the system's settings`;
  }
  return 'directly';
}

function environmentOutcome(routes: RouteFacts): Outcome {
  const { environment, exemptBy, isLocal } = routes;
  const isUsed = routeInUse(routes) === 'environment';
  switch (environment.kind) {
    case 'none':
      return passed('None is set.');
    case 'socks':
    case 'invalid': {
      const { fact, advice } = unusableVariable(environment.variable, environment.kind);
      return isUsed
        ? failed(`${fact} Until it is corrected, Gatehouse asks nobody.`, advice)
        : warned(`${fact} It is not used for this address.`, advice);
    }
    case 'proxy': {
      const { variable, origin, answer } = environment;
      const named = `${variable} names ${origin}`;
      if (isLocal) return passed(`${named}, which is not used for addresses of this machine.`);
      return isUsed
        ? usedOutcome(`${named}, and Gatehouse uses it.`, answer, routes)
        : passed(`${named}; ${exemptBy} leaves ${routes.host} out of it. ${outcomeWords(answer)}`);
    }
  }
}

function systemOutcome(routes: RouteFacts): Outcome {
  const { system, isLocal } = routes;
  const isUsed = routeInUse(routes) === 'system';
  switch (system.kind) {
    case 'unknown':
      return skipped(
        isLocal
          ? 'It is not used for addresses of this machine.'
          : 'Not looked at here: only the app uses it.',
      );
    case 'none':
      return passed(`The settings name none for ${routes.host}.`);
    case 'unusable':
      return isUsed
        ? failed(system.fact, system.advice)
        : passed(`${system.fact} ${notUsed(routes)}`);
    case 'proxy': {
      const named = `The settings name ${system.names}`;
      return isUsed
        ? usedOutcome(`${named}, and Gatehouse uses it.`, system.answer, routes)
        : passed(`${named}. ${notUsed(routes)} ${outcomeWords(system.answer)}`);
    }
  }
}

function directOutcome(routes: RouteFacts): Outcome {
  const { direct, exemptBy, isLocal } = routes;
  if (routeInUse(routes) !== 'direct') return passed(`Not used. ${outcomeWords(direct)}`);
  const reason = isLocal
    ? 'Gatehouse goes this way, since the address is of this machine.'
    : exemptBy === null
      ? 'Gatehouse goes this way, since no proxy is set.'
      : `Gatehouse goes this way, since ${exemptBy} says so.`;
  // One cause is one problem, and the token endpoint has it already.
  return direct.kind === 'failed'
    ? skipped(`${reason} See the token endpoint.`)
    : passed(`${reason} ${outcomeWords(direct)}`);
}

function usedOutcome(detail: string, answer: EndpointAnswer | null, routes: RouteFacts): Outcome {
  const words = `${detail} ${outcomeWords(answer)}`;
  if (answer?.kind !== 'failed') return passed(words);
  return failed(words, actionFor(routes) ?? answer.advice ?? lastAdvice(routes.host, answer));
}

function notUsed(routes: RouteFacts): string {
  const { exemptBy, environment } = routes;
  const reason = exemptBy ?? (environment.kind === 'none' ? null : environment.variable);
  return reason === null ? 'It is not used.' : `It is not used, since ${reason} is set.`;
}

function outcomeWords(answer: EndpointAnswer | null): string {
  if (answer === null) return '';
  return answer.kind === 'answered'
    ? 'The token endpoint is reached that way.'
    : `The token endpoint is not reached that way: ${answer.fact}`;
}

/** What to change for a way that works; null where none does, or none is needed. */
function actionFor(routes: RouteFacts): string | null {
  const used = routeInUse(routes);
  if (isOpen(routes, used)) return null;
  const { environment, exemptBy, host } = routes;
  const other = (['environment', 'system', 'direct'] as const).find(
    (name) => name !== used && isOpen(routes, name),
  );
  if (other === undefined) return adviceWithoutWay(routes, used);
  if (used === 'direct') {
    // Only a variable keeps Gatehouse from a proxy that it knows.
    return `Take ${host} out of ${exemptBy}: ${wordsFor[other]} works.`;
  }
  if (used === 'environment' && environment.kind !== 'none') {
    const { variable } = environment;
    return other === 'direct'
      ? `Correct ${variable}, or add ${host} to NO_PROXY: without a proxy it works.`
      : `Correct ${variable}, or unset it: ${wordsFor.system} works.`;
  }
  return `Correct the proxy in the system's settings, or set NO_PROXY to ${host}: without a proxy it works.`;
}

const wordsFor = {
  environment: 'the proxy of the environment',
  system: 'the proxy of the system',
  direct: 'no proxy',
} as const satisfies Record<RouteName, string>;

function adviceWithoutWay(routes: RouteFacts, used: RouteName): string | null {
  const { environment, isLocal, system } = routes;
  if (used === 'environment' && (environment.kind === 'socks' || environment.kind === 'invalid')) {
    return unusableVariable(environment.variable, environment.kind).advice;
  }
  if (used === 'system' && system.kind === 'unusable') return system.advice;
  if (!isLocal && environment.kind === 'none' && system.kind === 'unknown') {
    return 'Check the network; where it has a proxy, set HTTPS_PROXY to its address.';
  }
  return null;
}

function isOpen(routes: RouteFacts, name: RouteName): boolean {
  const { environment, system, direct } = routes;
  const answers = {
    environment: environment.kind === 'proxy' ? environment.answer : null,
    system: system.kind === 'proxy' ? system.answer : null,
    direct,
  };
  return answers[name]?.kind === 'answered';
}
