import { createContext, use } from 'react';
import { useStore } from 'zustand';

import type { AppState } from '../shared/app-state.ts';
import type { Commands } from './commands.ts';
import type { Mirror, MirrorStore } from './store.ts';

export const GatehouseContext = createContext<{ mirror: MirrorStore; commands: Commands } | null>(
  null,
);

function useGatehouse() {
  const gatehouse = use(GatehouseContext);
  if (gatehouse === null) throw new Error('Rendered outside of GatehouseContext');
  return gatehouse;
}

/** What the window can do. */
export function useCommands(): Commands {
  return useGatehouse().commands;
}

/** One part of what the window shows; renders again when that part changes. */
export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useStore(useGatehouse().mirror, select);
}

/** The mirrored snapshot, for views that exist only once there is one. */
export function useApp(): AppState {
  const app = useMirror((mirror) => mirror.app);
  if (app === null) throw new Error('Rendered before the first snapshot');
  return app;
}
