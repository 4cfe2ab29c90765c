import { currentView } from './current-view.ts';
import type { View } from './current-view.ts';
import { useMirror } from './gatehouse-context.ts';
import { lazy, Suspense, useEffect } from 'react';

import { Footer, Header, Navigation, Toast, TokenOverrides } from './parts/frame.tsx';
import { HelpDialog } from './parts/help-dialog.tsx';
import { NoticeList } from './parts/notice-list.tsx';
import { RemovalDialog, RemovalStrip } from './parts/removal-dialog.tsx';
import { ProviderNote } from './parts/provider-note.tsx';
import { RestartCodexDialog } from './parts/restart-codex-dialog.tsx';
import { RulesBanner } from './parts/rules-banner.tsx';
import { SignInStrip } from './parts/sign-in-strip.tsx';
import { useShortcuts } from './parts/use-shortcuts.ts';
import { useFocusRescue, useViewFocus } from './parts/use-view-focus.ts';
import { ApiKeyView, ChatgptView } from './views/account-views.tsx';
import { ApiKeyForm } from './views/api-key-form.tsx';
import { LoadingView } from './views/loading-view.tsx';
import { MethodsView } from './views/methods-view.tsx';
import { BedrockView, PersonalAccessTokenView } from './views/other-account-views.tsx';
import {
  BrowserWaitView,
  DeviceWaitView,
  FailedView,
  FinishingView,
  StartingView,
} from './views/sign-in-views.tsx';
import { UnusableView } from './views/unusable-view.tsx';
import { isOnAccount } from './store.ts';
import { windowTitle } from './wording/window-title.ts';

// What is opened seldom at a start is loaded when it is opened.
const PolicyView = lazy(async () => ({
  default: (await import('./views/policy-view.tsx')).PolicyView,
}));
const ActivityView = lazy(async () => ({
  default: (await import('./views/activity-view.tsx')).ActivityView,
}));
const DiagnosticsView = lazy(async () => ({
  default: (await import('./views/diagnostics-view.tsx')).DiagnosticsView,
}));
const SettingsView = lazy(async () => ({
  default: (await import('./views/settings-view.tsx')).SettingsView,
}));

export function App() {
  const app = useMirror((mirror) => mirror.app);
  const screen = useMirror((mirror) => mirror.screen);
  const view = currentView(app, screen);
  useFocusRescue();
  useShortcuts();
  const title = windowTitle(app, screen);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className="window">
      <Header />
      {app !== null && <Navigation />}
      <main className="main" data-testid="view" data-state={view.kind}>
        {app !== null && (
          <div className="messages">
            <RemovalStrip />
            <SignInStrip />
            {isOnAccount(screen) && (
              <>
                <TokenOverrides />
                <ProviderNote />
                <RulesBanner />
              </>
            )}
            <NoticeList />
          </div>
        )}
        <Suspense fallback={null}>
          <ViewOf view={view} />
          <ViewFocus viewName={view.kind} />
        </Suspense>
      </main>
      {app !== null && <Footer />}
      {app !== null && <RestartCodexDialog />}
      {app !== null && <RemovalDialog />}
      <HelpDialog />
      <Toast />
    </div>
  );
}

/** Beside the view, so that the focus moves once that is there. */
function ViewFocus({ viewName }: { viewName: View['kind'] }) {
  useViewFocus(viewName);
  return null;
}

function ViewOf({ view }: { view: View }) {
  switch (view.kind) {
    case 'loading':
      return <LoadingView />;
    case 'activity':
      return <ActivityView />;
    case 'policy':
      return <PolicyView />;
    case 'diagnostics':
      return <DiagnosticsView />;
    case 'settings':
      return <SettingsView />;
    case 'methods':
      return <MethodsView />;
    case 'apiKeyForm':
      return <ApiKeyForm />;
    case 'starting':
      return <StartingView method={view.method} />;
    case 'waitingForBrowser':
      return <BrowserWaitView signIn={view} />;
    case 'waitingForDevice':
      return <DeviceWaitView signIn={view} />;
    case 'finishing':
      return <FinishingView method={view.method} />;
    case 'failed':
      return <FailedView signIn={view} />;
    case 'chatgpt':
      return <ChatgptView account={view} />;
    case 'apiKey':
      return <ApiKeyView account={view} />;
    case 'personalAccessToken':
      return <PersonalAccessTokenView account={view} />;
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return <BedrockView account={view} />;
    case 'unusable':
      return <UnusableView account={view} />;
  }
}
