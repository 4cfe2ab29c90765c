import { useCommands, useMirror } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { WhatItDoes } from './what-it-does.tsx';

const mac = navigator.platform.startsWith('Mac');
const withKey = (key: string): string => (mac ? `\u2318${key}` : `Ctrl+${key}`);

const shortcuts: readonly (readonly [keys: string, does: string])[] = [
  [`${withKey('1')} to ${withKey('5')}`, 'Show a section'],
  [withKey('F'), 'Search in Policy and Activity'],
  ['F5', 'Read again'],
  [withKey('R'), 'Renew the session now'],
  ['Esc', 'Go back, cancel a sign-in'],
  ['F1', 'Show this help'],
];

/** What Gatehouse is for, and its keys. */
export function HelpDialog() {
  const commands = useCommands();
  const isOpen = useMirror((mirror) => mirror.showsHelp);
  const close = () => commands.showHelp(false);
  return (
    <Dialog isOpen={isOpen} title="Gatehouse help" onClose={close}>
      <WhatItDoes />
      <dl className="details">
        {shortcuts.map(([keys, does]) => (
          <div key={keys} className="details__row">
            <dt>{does}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <div className="actions actions--end">
        <Button testId="help-close" onClick={close}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
