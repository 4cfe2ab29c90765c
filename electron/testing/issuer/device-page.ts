import type { DeviceGrant } from './device-grants.ts';
import { textParam } from './http-exchange.ts';
import type { IssuerRequest, Reply } from './http-exchange.ts';
import { accountByEmail, isEntitled } from './issuer-state.ts';
import type { IssuerState } from './issuer-state.ts';
import { accountChooser, escapeHtml, hiddenFields, pageReply } from './pages.ts';

export const devicePagePath = '/codex/device';
export const deviceDecisionPath = '/codex/device/decision';

function entryForm(state: IssuerState, request: IssuerRequest, problem?: string): Reply {
  const { session, setCookie } = state.sessions.open(request);
  const prefilled = request.url.searchParams.get('user_code') ?? '';
  return pageReply({
    status: problem === undefined ? 200 : 400,
    title: 'Enter the code',
    text: problem ?? 'shown by the application that you are signing in to.',
    setCookie,
    content: `<form method="post" action="${devicePagePath}">
${hiddenFields({ session })}
<label for="user_code">Code</label>
<input type="text" id="user_code" name="user_code" value="${escapeHtml(prefilled)}"
  autocomplete="off" spellcheck="false" autofocus required>
<button class="main">Continue</button>
</form>`,
  });
}

function outOfDate(): Reply {
  return pageReply({
    status: 400,
    title: 'This page is out of date',
    text: 'Open the link that the application shows once more.',
  });
}

export function showDevicePage(state: IssuerState, request: IssuerRequest): Reply {
  return entryForm(state, request);
}

/** A code was typed: offers the accounts. */
export function acceptUserCode(state: IssuerState, request: IssuerRequest): Reply {
  const session = textParam(request.params, 'session');
  if (session === undefined || !state.sessions.owns(request, session)) return outOfDate();
  const grant = state.devices.findOpen(textParam(request.params, 'user_code') ?? '');
  if (grant === undefined)
    return entryForm(state, request, 'That code is not valid. Check it and try again.');
  return pageReply({
    title: 'Choose an account',
    text: `to sign in the device that shows ${grant.userCode}. Only go on if you started this yourself.`,
    content: accountChooser({
      action: deviceDecisionPath,
      fields: { session, user_code: grant.userCode },
      accounts: state.settings.accounts,
      // Upstream cannot name a workspace here, so everyone is offered.
      isOffered: () => true,
    }),
  });
}

function decide(state: IssuerState, request: IssuerRequest, grant: DeviceGrant): Reply {
  if (textParam(request.params, 'deny') !== undefined) {
    grant.decision = { state: 'refused', reason: 'access_denied' };
    return pageReply({ title: 'Sign-in denied', text: 'You can close this page.' });
  }
  const account = accountByEmail(state, textParam(request.params, 'account'));
  if (account === undefined) return outOfDate();
  if (!isEntitled(account)) {
    grant.decision = { state: 'refused', reason: 'missing_codex_entitlement' };
    return pageReply({
      status: 403,
      title: 'Codex is not enabled for your workspace',
      text: 'Contact your workspace administrator to request access to Codex.',
    });
  }
  grant.decision = { state: 'approved', account };
  return pageReply({
    title: 'Device approved',
    text: `Signed in as ${account.email}. Return to the application; you can close this page.`,
  });
}

export function acceptDeviceDecision(state: IssuerState, request: IssuerRequest): Reply {
  const { params } = request;
  const grant = state.devices.findOpen(textParam(params, 'user_code') ?? '');
  if (grant === undefined || !state.sessions.owns(request, textParam(params, 'session')))
    return outOfDate();
  return decide(state, request, grant);
}
