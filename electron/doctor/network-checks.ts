import type { DoctorCheck } from '../../shared/doctor.ts';
import type {
  CaFile,
  CaVariableFacts,
  DoctorFacts,
  EndpointFacts,
  ProxyFacts,
  TunnelAnswer,
} from './doctor-facts.ts';

/** Whether Gatehouse can talk to the issuer, and what of the environment is in its way. */
export function networkChecks(facts: DoctorFacts): DoctorCheck[] {
  return [
    endpointCheck('token-endpoint', 'Token endpoint', facts.tokenEndpoint),
    issuerCheck(facts.issuer),
    proxyCheck(facts.proxy),
    ...facts.caFiles.map((file) => caCheck(file, facts.caFiles)),
    clockCheck(facts.clockAheadMs),
  ];
}

function issuerCheck(issuer: EndpointFacts | null): DoctorCheck {
  if (issuer !== null) return endpointCheck('issuer', 'Issuer of sign-ins', issuer);
  return {
    id: 'issuer',
    title: 'Issuer of sign-ins',
    status: 'skipped',
    detail: 'It is asked at the token endpoint.',
    action: null,
  };
}

function endpointCheck(id: string, title: string, { origin, answer }: EndpointFacts): DoctorCheck {
  const check = { id, title };
  if (answer.kind === 'failed') {
    const action =
      answer.code === 'redirected'
        ? `Sign in to this network in the browser, or have it let ${origin} through.`
        : `Check the network, and that the firewall lets this machine reach ${origin} directly.`;
    return { ...check, status: 'fail', detail: answer.message, action };
  }
  if (answer.isServerError) {
    return {
      ...check,
      status: 'warn',
      detail: `${origin} is reached directly and has a problem of its own: ${answer.status}.`,
      action: 'Try again later.',
    };
  }
  const detail = `${origin} is reached directly; it answers ${answer.status} to an empty request.`;
  return { ...check, status: 'pass', detail, action: null };
}

function proxyCheck(proxy: ProxyFacts): DoctorCheck {
  const check = { id: 'environment-proxy', title: 'Proxy of the environment' };
  switch (proxy.kind) {
    case 'none':
      return { ...check, status: 'pass', detail: 'None is set.', action: null };
    case 'exempt':
      return {
        ...check,
        status: 'pass',
        detail: `${proxy.variable} leaves the token endpoint out of it.`,
        action: null,
      };
    case 'invalid':
      return {
        ...check,
        status: 'warn',
        detail: `${proxy.variable} is no address of an HTTP proxy. Gatehouse does not use it, but other programs may fail.`,
        action: `Correct ${proxy.variable}, or unset it.`,
      };
    case 'set':
      return {
        ...check,
        status: 'warn',
        detail: `${proxy.variable} names ${proxy.origin}, which Gatehouse does not use yet: it connects directly. ${tunnelWords(proxy.tunnel)}`,
        action: `Have the network let Gatehouse reach the token endpoint directly, or add its host to NO_PROXY if the proxy is not needed.`,
      };
  }
}

function tunnelWords(tunnel: TunnelAnswer): string {
  switch (tunnel.kind) {
    case 'opened':
      return 'Through the proxy the token endpoint is reached.';
    case 'refused':
      return tunnel.status === 407
        ? 'The proxy asks for a user name and password (407).'
        : `The proxy refuses to reach the token endpoint (${tunnel.status}).`;
    case 'unreachable':
      return `The proxy itself does not answer (${tunnel.reason}).`;
  }
}

/** Node reads the first of these variables only; the others are those of the Codex CLI. */
function caCheck(facts: CaVariableFacts, all: readonly CaVariableFacts[]): DoctorCheck {
  const { variable, file, content } = facts;
  const check = { id: `ca-file-${variable}`, title: `CA file of ${variable}` };
  if (file === null || content === null) {
    return { ...check, status: 'skipped', detail: 'Not set.', action: null };
  }
  if (content.kind !== 'certificates') {
    return {
      ...check,
      status: 'fail',
      detail: `${file} ${caProblem(content)}.`,
      action: `Correct ${variable} or the file, or unset it.`,
    };
  }
  const detail = `${file} has ${counted(content.count)}.`;
  if (content.expired > 0) {
    return {
      ...check,
      status: 'warn',
      detail: `${detail} Out of date: ${content.expired}.`,
      action: `Ask whoever gave you the file for a new one.`,
    };
  }
  const ofNode = all.find(({ variable }) => variable === 'NODE_EXTRA_CA_CERTS');
  if (variable === 'NODE_EXTRA_CA_CERTS' || ofNode?.file === file) {
    return { ...check, status: 'pass', detail, action: null };
  }
  return {
    ...check,
    status: 'warn',
    detail: `${detail} The Codex CLI trusts it; Gatehouse reads NODE_EXTRA_CA_CERTS alone.`,
    action: `Set NODE_EXTRA_CA_CERTS to the same file.`,
  };
}

function caProblem(content: Exclude<CaFile, { kind: 'certificates' }>): string {
  switch (content.kind) {
    case 'absent':
      return 'does not exist';
    case 'unreadable':
      return `cannot be read (${content.reason})`;
    case 'noPem':
      return 'holds no certificate in PEM form';
    case 'damaged':
      return `has a damaged certificate, number ${content.certificate}`;
  }
}

function counted(count: number): string {
  return count === 1 ? '1 certificate' : `${count} certificates`;
}

const noticeableSkewMs = 60_000;
/** From here on access tokens are refreshed far too early, or too late to be of use. */
const harmfulSkewMs = 5 * 60_000;

function clockCheck(aheadMs: number | null): DoctorCheck {
  const check = { id: 'clock', title: 'Clock' };
  if (aheadMs === null) {
    const detail = 'The issuer sent no time to compare it with.';
    return { ...check, status: 'skipped', detail, action: null };
  }
  const skewMs = Math.abs(aheadMs);
  if (skewMs <= noticeableSkewMs) {
    const detail = 'It agrees with the clock of the issuer.';
    return { ...check, status: 'pass', detail, action: null };
  }
  return {
    ...check,
    status: skewMs > harmfulSkewMs ? 'fail' : 'warn',
    detail: `It is ${Math.round(skewMs / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of the issuer.`,
    action: 'Have the system set its clock from the network.',
  };
}
