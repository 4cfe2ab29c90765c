import { currentView } from './current-view.ts';
import type { View } from './current-view.ts';
import { useMirror } from './gatehouse-context.ts';
import { BusyLine } from './parts/busy-line.tsx';
import { Footer } from './parts/footer.tsx';
import { Header } from './parts/header.tsx';
import { Navigation } from './parts/navigation.tsx';
import { NoticeList } from './parts/notice-list.tsx';
import { RemovalDialog } from './parts/removal-dialog.tsx';
import { RulesBanner } from './parts/rules-banner.tsx';
import { Toast } from './parts/toast.tsx';
import { TokenOverrides } from './parts/token-overrides.tsx';
import { useFocusRescue, useViewFocus } from './parts/use-view-focus.ts';
import { ActivityView } from './views/activity-view.tsx';
import { ApiKeyForm } from './views/api-key-form.tsx';
import { ApiKeyView } from './views/api-key-view.tsx';
import { BrowserWaitView } from './views/browser-wait-view.tsx';
import { ChatgptView } from './views/chatgpt-view.tsx';
import { DeviceWaitView } from './views/device-wait-view.tsx';
import { DiagnosticsView } from './views/diagnostics-view.tsx';
import { FailedView } from './views/failed-view.tsx';
import { LoadingView } from './views/loading-view.tsx';
import { MethodsView } from './views/methods-view.tsx';
import { PolicyView } from './views/policy-view.tsx';
import { FinishingView, StartingView } from './views/progress-views.tsx';
import { SettingsView } from './views/settings-view.tsx';
import { UnusableView } from './views/unusable-view.tsx';

/** The whole window. */
export function App() {
  const app = useMirror((mirror) => mirror.app);
  const screen = useMirror((mirror) => mirror.screen);
  const view = currentView(app, screen);
  useViewFocus(view.kind);
  useFocusRescue();
  return (
    <div className="window">
      <Header />
      {app !== null && <Navigation />}
      <main className="main">
        {app !== null && (
          <div className="messages">
            <TokenOverrides />
            <RulesBanner />
            <NoticeList />
            <BusyLine />
          </div>
        )}
        <ViewOf view={view} />
      </main>
      {app !== null && <Footer />}
      {app !== null && <RemovalDialog />}
      <Toast />
    </div>
  );
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
      return <StartingView method={view.signIn.method} />;
    case 'waitingForBrowser':
      return <BrowserWaitView signIn={view.signIn} />;
    case 'waitingForDevice':
      return <DeviceWaitView signIn={view.signIn} />;
    case 'finishing':
      return <FinishingView method={view.signIn.method} />;
    case 'failed':
      return <FailedView signIn={view.signIn} />;
    case 'chatgpt':
      return <ChatgptView account={view.account} />;
    case 'apiKey':
      return <ApiKeyView account={view.account} />;
    case 'unusable':
      return <UnusableView account={view.account} />;
  }
}
