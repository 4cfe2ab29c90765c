import './zod-without-eval.ts';
import './styles/index.css';

import { IntlMessageFormat } from 'intl-messageformat';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import type { Bridge } from '../shared/ipc-contract.ts';
import { speakEnglish } from '../shared/texts/language.ts';
import { sayNextStepsFor } from '../shared/texts/next-steps.ts';
import { createApi } from './api.ts';
import { App } from './app.tsx';
import { createCommands } from './commands.ts';
import { GatehouseContext } from './gatehouse-context.ts';
import { writeTimesAsIn } from './parts/locale.ts';
import { createMirror, receive, reportError } from './store.ts';

declare global {
  interface Window {
    readonly gatehouse: Bridge;
  }
}

speakEnglish(() => IntlMessageFormat);
sayNextStepsFor('window');
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const api = createApi(window.gatehouse);
const mirror = createMirror();
const commands = createCommands(api, mirror);
mirror.subscribe(({ app }) => {
  if (app !== null) writeTimesAsIn(app.app.locale);
});

// Listen first, ask second: a change between the two is then not lost.
api.on('state.changed', (result) => {
  if (result.ok) receive(mirror, result.value);
  else reportError(mirror, result.error);
});
api.on('section.asked', (result) => {
  if (result.ok) commands.goTo(result.value);
  else reportError(mirror, result.error);
});
void commands.load();

createRoot(root).render(
  <StrictMode>
    <GatehouseContext value={{ mirror, commands }}>
      <App />
    </GatehouseContext>
  </StrictMode>,
);
