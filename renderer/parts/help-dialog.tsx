import { buttonTexts } from '../../shared/texts/buttons.ts';
import { windowTexts } from '../../shared/texts/window.ts';
import { useCommands, useMirror } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { WhatItDoes } from './what-it-does.tsx';

const mac = navigator.platform.startsWith('Mac');
const withKey = (key: string): string => (mac ? `\u2318${key}` : `Ctrl+${key}`);

const texts = windowTexts.help;

function shortcuts(): readonly (readonly [keys: string, does: string])[] {
  return [
    [texts.sectionKeys({ first: withKey('1'), last: withKey('5') }), texts.showSection()],
    [withKey('F'), texts.search()],
    ['F5', texts.reload()],
    [withKey('R'), texts.refreshNow()],
    ['Esc', texts.goBack()],
    ['F1', texts.showHelp()],
  ];
}

/** What Gatehouse is for, and its keys. */
export function HelpDialog() {
  const commands = useCommands();
  const isOpen = useMirror((mirror) => mirror.showsHelp);
  const close = () => commands.showHelp(false);
  return (
    <Dialog isOpen={isOpen} title={texts.title()} onClose={close}>
      <WhatItDoes />
      <dl className="details">
        {shortcuts().map(([keys, does]) => (
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
          {buttonTexts.close()}
        </Button>
      </div>
    </Dialog>
  );
}
