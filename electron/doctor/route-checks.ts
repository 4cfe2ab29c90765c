import type { DoctorCheck } from '../../shared/doctor.ts';
import { doctorTexts } from '../../shared/texts/doctor.ts';
import { routeInUse, unusableVariable, type RouteName } from '../network/routes.ts';
import type { DoctorFacts, EndpointAnswer, EndpointFacts, RouteFacts } from './doctor-facts.ts';
import { failed, passed, skipped, warned, type Outcome } from './outcome.ts';

const { titles, route: texts } = doctorTexts;

/** Whether the issuer is reached, which way Gatehouse goes there, and whether another would do. */
export function routeChecks(facts: DoctorFacts): DoctorCheck[] {
  const { tokenEndpoint, tokenOverrides, issuer, routes } = facts;
  const token = endpointOutcome(tokenEndpoint, routes);
  return [
    {
      id: 'token-endpoint',
      title: titles.tokenEndpoint(),
      ...token,
      detail: [token.detail, ...tokenOverrides].join(' '),
    },
    {
      id: 'issuer',
      title: titles.issuer(),
      ...(issuer === null ? skipped(texts.askedAtTokenEndpoint()) : endpointOutcome(issuer, null)),
    },
    { id: 'environment-proxy', title: titles.environmentProxy(), ...environmentOutcome(routes) },
    { id: 'system-proxy', title: titles.systemProxy(), ...systemOutcome(routes) },
    { id: 'direct-route', title: titles.directRoute(), ...directOutcome(routes) },
  ];
}

/** @param routes to where it is; null where they are not to be told of */
function endpointOutcome({ origin, answer }: EndpointFacts, routes: RouteFacts | null): Outcome {
  if (answer.kind === 'failed') {
    const action = routes && actionFor(routes);
    return failed(answer.fact, action ?? answer.advice ?? lastAdvice(origin, answer));
  }
  const reached = routes ? reachedText(origin, routes) : texts.reached.anyWay({ address: origin });
  const { status } = answer;
  return answer.isServerError
    ? warned(texts.hasProblem({ reached, status }), texts.tryLater())
    : passed(texts.answers({ reached, status }));
}

function lastAdvice(
  address: string,
  { code }: Extract<EndpointAnswer, { kind: 'failed' }>,
): string {
  return code === 'redirected'
    ? texts.signInToNetwork({ address })
    : texts.checkFirewall({ address });
}

function reachedText(address: string, routes: RouteFacts): string {
  const { environment, system } = routes;
  const used = routeInUse(routes);
  if (used === 'environment' && environment.kind === 'proxy') {
    const { origin: proxy, variable } = environment;
    return texts.reached.environment({ address, proxy, variable });
  }
  if (used === 'system' && system.kind === 'proxy') {
    return texts.reached.system({ address, proxy: system.names });
  }
  return texts.reached.direct({ address });
}

function environmentOutcome(routes: RouteFacts): Outcome {
  const { environment, exemptBy, isLocal } = routes;
  const isUsed = routeInUse(routes) === 'environment';
  switch (environment.kind) {
    case 'none':
      return passed(texts.environment.none());
    case 'socks':
    case 'invalid': {
      const { fact, advice } = unusableVariable(environment.variable, environment.kind);
      return isUsed
        ? failed(texts.environment.asksNobody({ fact }), advice)
        : warned(texts.environment.notForThis({ fact }), advice);
    }
    case 'proxy': {
      const { variable, origin: proxy, answer } = environment;
      if (isLocal) return passed(texts.environment.notForLocal({ variable, proxy }));
      if (isUsed) return usedOutcome(texts.environment.used({ variable, proxy }), answer, routes);
      const exempting = exemptBy ?? '';
      const { host } = routes;
      const leftOut = texts.environment.leftOut({ variable, proxy, exempting, host });
      return passed(`${leftOut} ${outcomeWords(answer)}`);
    }
  }
}

function systemOutcome(routes: RouteFacts): Outcome {
  const { system, isLocal } = routes;
  const isUsed = routeInUse(routes) === 'system';
  switch (system.kind) {
    case 'unknown':
      return skipped(isLocal ? texts.system.notForLocal() : texts.system.notLookedAt());
    case 'none':
      return passed(texts.system.none({ host: routes.host }));
    case 'unusable':
      return isUsed
        ? failed(system.fact, system.advice)
        : passed(`${system.fact} ${notUsed(routes)}`);
    case 'proxy': {
      const { names: proxies, answer } = system;
      if (isUsed) return usedOutcome(texts.system.used({ proxies }), answer, routes);
      const named = texts.system.named({ proxies });
      return passed(`${named} ${notUsed(routes)} ${outcomeWords(answer)}`);
    }
  }
}

function directOutcome(routes: RouteFacts): Outcome {
  const { direct, exemptBy, isLocal } = routes;
  if (routeInUse(routes) !== 'direct')
    return passed(`${texts.direct.notUsed()} ${outcomeWords(direct)}`);
  const reason = isLocal
    ? texts.direct.local()
    : exemptBy === null
      ? texts.direct.noProxy()
      : texts.direct.exempted({ variable: exemptBy });
  // One cause is one problem, and the token endpoint has it already.
  return direct.kind === 'failed'
    ? skipped(`${reason} ${texts.direct.seeTokenEndpoint()}`)
    : passed(`${reason} ${outcomeWords(direct)}`);
}

function usedOutcome(detail: string, answer: EndpointAnswer | null, routes: RouteFacts): Outcome {
  const words = `${detail} ${outcomeWords(answer)}`;
  if (answer?.kind !== 'failed') return passed(words);
  return failed(words, actionFor(routes) ?? answer.advice ?? lastAdvice(routes.host, answer));
}

function notUsed(routes: RouteFacts): string {
  const { exemptBy, environment } = routes;
  const variable = exemptBy ?? (environment.kind === 'none' ? null : environment.variable);
  return variable === null ? texts.system.notUsed() : texts.system.notUsedSince({ variable });
}

function outcomeWords(answer: EndpointAnswer | null): string {
  if (answer === null) return '';
  return answer.kind === 'answered'
    ? texts.reachedThatWay()
    : texts.notReachedThatWay({ fact: answer.fact });
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
  const { instead } = texts;
  if (used === 'direct') {
    // Only a variable keeps Gatehouse from a proxy that it knows.
    const values = { host, variable: exemptBy ?? '' };
    return other === 'system' ? instead.system(values) : instead.environment(values);
  }
  if (used === 'environment' && environment.kind !== 'none') {
    const { variable } = environment;
    return other === 'direct'
      ? instead.directOrCorrect({ variable, host })
      : instead.systemOrCorrect({ variable });
  }
  return instead.directOrSystem({ host });
}

function adviceWithoutWay(routes: RouteFacts, used: RouteName): string | null {
  const { environment, isLocal, system } = routes;
  if (used === 'environment' && (environment.kind === 'socks' || environment.kind === 'invalid')) {
    return unusableVariable(environment.variable, environment.kind).advice;
  }
  if (used === 'system' && system.kind === 'unusable') return system.advice;
  if (!isLocal && environment.kind === 'none' && system.kind === 'unknown') {
    return texts.checkProxy();
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
