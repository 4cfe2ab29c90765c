import { useEffect, useEffectEvent } from 'react';

import { useCommands } from '../gatehouse-context.ts';
import { sections } from '../sections.ts';

/**
 * The keys of the window: Ctrl or Cmd with 1 to 5 for the sections, with F for the search of a
 * section, F5 to read anew, F1 for help. What is searched or read anew is marked with
 * `data-shortcut` in the view.
 */
export function useShortcuts(): void {
  const commands = useCommands();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (document.querySelector('dialog[open]') !== null) return;
    const act = actionOf(event, commands);
    if (act === null) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function actionOf(
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
  commands: ReturnType<typeof useCommands>,
): (() => unknown) | null {
  if (altKey || shiftKey) return null;
  if (!ctrlKey && !metaKey) {
    if (key === 'F1') return () => commands.showHelp(true);
    return key === 'F5' ? (marked('reload', 'click') ?? commands.reload) : null;
  }
  if (key === 'f') return marked('search', 'focus');
  const section = /^[1-5]$/.test(key) ? sections[Number(key) - 1] : undefined;
  return section === undefined ? null : () => commands.show(section.screen);
}

function marked(name: string, what: 'click' | 'focus'): (() => void) | null {
  const element = document.querySelector<HTMLElement>(`[data-shortcut="${name}"]`);
  return element && (() => element[what]());
}
